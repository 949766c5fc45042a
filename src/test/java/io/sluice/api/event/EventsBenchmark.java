package io.sluice.api.event;

import io.sluice.export.ExportState;
import io.sluice.export.ExportState.Queued;
import io.sluice.export.ExportState.Starting;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 1,000 readers, in a process of their own, of eight exports that report four times a second and
 * change their state every two seconds: how late the changes come, whether any is missed, and what
 * the readers cost. Argument {@code one}: each reader watches one export; else each watches all.
 */
public final class EventsBenchmark {
  private static final int READERS = 1000;
  private static final int EXPORTS = 8;
  private static final int TICKS = 80;
  private static final int TICKS_A_STATE = 8;

  private EventsBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2) {
      new Readers(Integer.parseInt(arguments[1]), arguments[0].equals("one")).run();
      return;
    }
    String watch = arguments.length == 0 ? "all" : arguments[0];
    try (StreamFixture fixture = new StreamFixture(Duration.ofMinutes(1))) {
      tell(fixture, 0);
      long before = memory();
      Process readers =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EventsBenchmark.class.getName(),
                  watch,
                  Integer.toString(fixture.port()))
              .inheritIO()
              .start();
      while (fixture.hub.streams() < READERS) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      for (int tick = 1; tick <= TICKS; tick++) {
        tell(fixture, tick);
        TimeUnit.MILLISECONDS.sleep(250);
      }
      System.out.printf("server: %.1f MiB more memory%n", (memory() - before) / 1024.0 / 1024);
      for (int i = 0; i < EXPORTS; i++) {
        fixture.hub.changed(
            StreamFixture.export(
                "e" + i, TICKS + 2, new ExportState.Cancelled(java.util.Optional.empty())));
      }
      fixture.hub.endAll();
      readers.waitFor();
    }
  }

  private static void tell(StreamFixture fixture, int tick) {
    for (int i = 0; i < EXPORTS; i++) {
      boolean even = ((tick + i) / TICKS_A_STATE) % 2 == 0;
      ExportState state = even ? new Queued() : new Starting();
      fixture.hub.changed(StreamFixture.export("e" + i, tick + 1, state));
    }
  }

  /** What the process holds after a collection. */
  private static long memory() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  /** The readers' side. */
  private static final class Readers {
    private static final Pattern DATA =
        Pattern.compile("\"id\":\"(e\\d)\".*\"state\":\"(\\w+)\".*\"at\":\"([^\"]+)\"");
    private final int port;
    private final boolean one;
    private final List<Long> latencies = new ArrayList<>();
    private final int[] transitions = new int[READERS];
    private final CountDownLatch open = new CountDownLatch(READERS);

    Readers(int port, boolean one) {
      this.port = port;
      this.one = one;
    }

    void run() throws Exception {
      Vertx vertx = Vertx.vertx();
      HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(READERS));
      for (int i = 0; i < READERS; i++) {
        int reader = i;
        Map<String, String> states = new HashMap<>();
        client
            .request(HttpMethod.GET, port, "127.0.0.1", one ? "/e" + i % EXPORTS : "/")
            .compose(request -> request.send())
            .onSuccess(
                response ->
                    response
                        .handler(
                            RecordParser.newDelimited(
                                "\n", line -> note(reader, states, line.toString())))
                        .endHandler(end -> open.countDown()));
      }
      open.await();
      report();
      vertx.close();
    }

    private synchronized void note(int reader, Map<String, String> states, String line) {
      Matcher matcher = DATA.matcher(line);
      if (!line.startsWith("data: ") || !matcher.find()) {
        return;
      }
      String before = states.put(matcher.group(1), matcher.group(2));
      if (before != null && !before.equals(matcher.group(2))) {
        transitions[reader]++;
        latencies.add(
            Duration.between(Instant.parse(matcher.group(3)), Instant.now()).toNanos() / 1000);
      }
    }

    private synchronized void report() {
      long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "readers: %d, transitions told: %d, fewest to one reader: %d, most: %d%n",
          READERS,
          sorted.length,
          Arrays.stream(transitions).min().orElse(0),
          Arrays.stream(transitions).max().orElse(0));
      System.out.printf(
          "latency: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
          sorted[sorted.length / 2] / 1000.0,
          sorted[(int) (sorted.length * 0.99)] / 1000.0,
          sorted[sorted.length - 1] / 1000.0);
    }
  }
}
