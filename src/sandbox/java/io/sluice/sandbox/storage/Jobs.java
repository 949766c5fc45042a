package io.sluice.sandbox.storage;

import io.sluice.sandbox.config.SandboxConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/** Lets jobs wait, be processed and end; no more than the project's limit run at once. */
final class Jobs {
  private static final int LIMIT = 10_000;

  private record Waiting(Job job, Supplier<Future<Job.Outcome>> work, Promise<Void> ended) {}

  private final Vertx vertx;
  private final SandboxConfig.Job options;
  private final Map<Long, Job> jobs =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Job> eldest) {
              return size() > LIMIT;
            }
          });
  private final Map<Long, Queue<Waiting>> queues = new LinkedHashMap<>();
  private final Map<Long, Integer> running = new LinkedHashMap<>();

  Jobs(Vertx vertx, SandboxConfig.Job options) {
    this.vertx = vertx;
    this.options = options;
  }

  Optional<Job> find(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** The project's jobs, newest first. */
  List<Job> of(Project project) {
    synchronized (jobs) {
      return jobs.values().stream()
          .filter(job -> job.creator.project().equals(project))
          .sorted(Comparator.comparingLong((Job job) -> job.id).reversed())
          .toList();
    }
  }

  /** Completes when the job has ended, well or not. */
  Future<Void> submit(Job job, Supplier<Future<Job.Outcome>> work) {
    jobs.put(job.id, job);
    Waiting waiting = new Waiting(job, work, Promise.promise());
    after(options.waiting(), () -> enqueue(waiting));
    return waiting.ended.future();
  }

  private void enqueue(Waiting waiting) {
    long project = waiting.job.creator.project().id();
    synchronized (queues) {
      queues.computeIfAbsent(project, id -> new ArrayDeque<>()).add(waiting);
    }
    startNext(project);
  }

  private void startNext(long project) {
    Waiting next;
    synchronized (queues) {
      if (running.getOrDefault(project, 0) >= options.parallelism()) {
        return;
      }
      next = queues.getOrDefault(project, new ArrayDeque<>()).poll();
      if (next == null) {
        return;
      }
      running.merge(project, 1, Integer::sum);
    }
    run(next, project);
  }

  private void run(Waiting waiting, long project) {
    waiting.job.start();
    Promise<Void> processed = Promise.promise();
    after(options.processing(), processed::complete);
    Future<Job.Outcome> work = waiting.work.get();
    Future.join(processed.future(), work)
        .onComplete(
            both -> {
              waiting.job.end(
                  work.succeeded() ? work.result() : ExportFailures.outcome(work.cause()));
              synchronized (queues) {
                running.merge(project, -1, Integer::sum);
              }
              waiting.ended.complete();
              startNext(project);
            });
  }

  private void after(Duration wait, Runnable step) {
    if (wait.isZero()) {
      step.run();
    } else {
      vertx.setTimer(Math.max(1, wait.toMillis()), timer -> step.run());
    }
  }
}
