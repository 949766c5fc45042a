package io.sluice.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.sluice.base.Directories;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The space on the disks and the memory that the process holds, native memory included. */
@ApplicationScoped
public class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final MeterRegistry registry;
  private final Directories directories;

  public ProcessMeters(MeterRegistry registry, Directories directories) {
    this.registry = registry;
    this.directories = directories;
  }

  void register(@Observes StartupEvent started) {
    disk("data", directories.results());
    disk("work", directories.work());
    Gauge.builder("sluice.memory.resident", ProcessMeters::resident)
        .baseUnit("bytes")
        .description("Memory that the process holds; absent where the system does not say")
        .register(registry);
  }

  private void disk(String name, Path directory) {
    Gauge.builder("sluice.disk.free", () -> space(directory, FileStore::getUsableSpace))
        .baseUnit("bytes")
        .tag("directory", name)
        .description("Free space of the disk that holds the directory")
        .register(registry);
    Gauge.builder("sluice.disk.total", () -> space(directory, FileStore::getTotalSpace))
        .baseUnit("bytes")
        .tag("directory", name)
        .description("Size of the disk that holds the directory")
        .register(registry);
  }

  private interface Space {
    long of(FileStore store) throws IOException;
  }

  private static double space(Path directory, Space space) {
    try {
      return (double) space.of(Files.getFileStore(directory));
    } catch (IOException gone) {
      return Double.NaN;
    }
  }

  private static double resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToDouble(kibibytes -> Double.parseDouble(kibibytes) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }
}
