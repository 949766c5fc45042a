package io.sluice.api.event;

import io.sluice.export.model.ExportState;
import io.sluice.export.model.ExportState.Queued;
import io.sluice.export.model.ExportState.Starting;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * 1,000 readers, in a process of their own, of eight exports that report four times a second and
 * change their state every two seconds: how late the changes come, whether any is missed, and what
 * the readers cost. First each reader watches one export, then each watches all eight. The server
 * has the heap that the image gives it.
 */
public final class EventsBenchmark {
  private static final int READERS = 1000;
  private static final int EXPORTS = 8;
  private static final int TICKS = 120;
  private static final int TICKS_A_STATE = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final List<String> IMAGE =
      List.of("-Xmx384m", "-XX:MaxDirectMemorySize=192m", "-XX:+UseSerialGC");

  private EventsBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      run(IMAGE, "one").waitFor();
      run(IMAGE, "all").waitFor();
    } else if (arguments.length == 1) {
      serve(arguments[0]);
    } else {
      int readers = Integer.parseInt(arguments[2]);
      new Readers(Integer.parseInt(arguments[1]), arguments[0].equals("one"), readers).run();
    }
  }

  private static void serve(String watch) throws Exception {
    System.out.printf("each reader watches %s%n", watch);
    watched(watch, 50, 2 * TICKS_A_STATE, 0); // loads and compiles what a running gateway has
    long before = memory();
    watched(watch, READERS, TICKS, before);
  }

  private static void watched(String watch, int count, int ticks, long before) throws Exception {
    try (StreamFixture fixture = new StreamFixture(Duration.ofMinutes(1), Duration.ofSeconds(1))) {
      tell(fixture, 0);
      Process readers =
          run(
              List.of("-Xmx512m"),
              watch,
              Integer.toString(fixture.port()),
              Integer.toString(count));
      while (fixture.hub.streams() < count) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      for (int tick = 1; tick <= ticks; tick++) {
        tell(fixture, tick);
        TimeUnit.MILLISECONDS.sleep(250);
      }
      if (before > 0) {
        System.out.printf("server: %.1f MiB more memory%n", (memory() - before) / 1024.0 / 1024);
      }
      for (int i = 0; i < EXPORTS; i++) {
        fixture.hub.changed(
            StreamFixture.export("e" + i, ticks + 2, new ExportState.Cancelled(Optional.empty())));
      }
      fixture.hub.endAll();
      readers.waitFor();
    }
  }

  private static Process run(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EventsBenchmark.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start();
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
    private final int port;
    private final boolean one;
    private final int count;
    private final List<Long> latencies = new ArrayList<>();
    private final int[] transitions;
    private final CountDownLatch open;

    /** The readers' own code is compiled by then; transitions are counted from the beginning. */
    private final Instant warm;

    Readers(int port, boolean one, int count) {
      this.port = port;
      this.one = one;
      this.count = count;
      this.transitions = new int[count];
      this.open = new CountDownLatch(count);
      this.warm = count < READERS ? Instant.MIN : Instant.now().plus(WARM_UP);
    }

    void run() throws Exception {
      Vertx vertx = Vertx.vertx();
      HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(count));
      for (int i = 0; i < count; i++) {
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
      if (!line.startsWith("data: ")) {
        return;
      }
      String state = field(line, "state");
      String before = states.put(field(line, "id"), state);
      if (before != null && !before.equals(state)) {
        transitions[reader]++;
        Instant at = Instant.parse(field(line, "at"));
        if (at.isAfter(warm)) {
          latencies.add(Duration.between(at, Instant.now()).toNanos() / 1000);
        }
      }
    }

    private static String field(String json, String name) {
      int begin = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
      return json.substring(begin, json.indexOf('"', begin));
    }

    private synchronized void report() {
      long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "readers: %d, transitions told: %d, fewest to one reader: %d, most: %d%n",
          count,
          Arrays.stream(transitions).sum(),
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
