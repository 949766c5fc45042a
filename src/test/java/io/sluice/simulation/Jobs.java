package io.sluice.simulation;

import io.sluice.storage.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The upstream's memory: its jobs, each of one export. No death of ours changes it. */
final class Jobs {
  private final Map<Long, Job> jobs = new HashMap<>();
  private final Map<Long, String> exports = new HashMap<>();

  Job start(String exportId) {
    long id = jobs.size() + 1L;
    exports.put(id, exportId);
    return keep(new Job(id, Job.Status.WAITING, Optional.empty(), Optional.empty()));
  }

  Job get(long id) {
    return jobs.get(id);
  }

  Job keep(Job job) {
    jobs.put(job.id(), job);
    return job;
  }

  /** The export whose file that is. */
  String exportOf(long fileId) {
    return exports.get(fileId - 1000);
  }
}
