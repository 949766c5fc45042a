package io.sluice.transfer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The warm transfer beside {@code curl --parallel} and {@code aria2c}, each with 16 streams against
 * one local nginx, in turns: {@code ./mvnw -Pbench test-compile exec:exec
 * -Dbench=transfer.Transfer}. Needs nginx, curl, aria2c and openssl on the PATH.
 *
 * <p>System properties: {@code bench.dir} (a memory file system by default, so that the network
 * path and not the disk is compared; the transfer syncs its files, the others do not), {@code
 * bench.rounds}, {@code bench.only} (a pattern of loads), {@code bench.jvm} and {@code
 * bench.settings} for the gateway's process.
 */
public final class TransferBenchmark {
  private static final int STREAMS = 16;
  private static final long WARM_UP_BYTES = 5L << 30;
  private static final double GIB = 1 << 30;
  private static final double MIB = 1 << 20;

  private final Path root;
  private final int rounds;
  private final int port = freePort();
  private final int tlsPort = freePort();

  private TransferBenchmark(Path root, int rounds) {
    this.root = root;
    this.rounds = rounds;
  }

  private record Load(String name, int count, int bytes) {
    long total() {
      return (long) count * bytes;
    }
  }

  private record Sample(double seconds, double cpuSeconds, double peakMib) {}

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    Path base = Path.of(System.getProperty("bench.dir", "/dev/shm"));
    Path root = Files.createTempDirectory(base, "sluice-bench");
    int rounds = Integer.getInteger("bench.rounds", 5);
    try {
      new TransferBenchmark(root, rounds).run();
    } finally {
      remove(root);
    }
  }

  private void run() throws Exception {
    List<Load> loads = List.of(new Load("small", 24, 20_000_000), new Load("big", 4, 500_000_000));
    for (Load load : loads) {
      store(load);
    }
    certificate();
    Process nginx = nginx();
    try {
      System.out.println("| load | | MiB/s | CPU-s/GiB | peak MiB | wall ÷ curl | wall ÷ aria2c |");
      System.out.println("|---|---|---|---|---|---|---|");
      for (Load load : loads) {
        for (String origin : List.of("http://localhost:" + port, "https://localhost:" + tlsPort)) {
          if ((load.name() + " " + origin).matches(System.getProperty("bench.only", ".*"))) {
            compare(load, origin);
          }
        }
      }
    } finally {
      nginx.destroy();
      nginx.waitFor();
    }
  }

  private void compare(Load load, String origin) throws Exception {
    List<String> urls =
        IntStream.range(0, load.count())
            .mapToObj(number -> origin + "/" + load.name() + "-" + number)
            .toList();
    List<Sample> gateway = new ArrayList<>();
    List<Sample> curl = new ArrayList<>();
    List<Sample> aria = new ArrayList<>();
    try (Gateway process = new Gateway()) {
      for (long moved = 0; moved < WARM_UP_BYTES; moved += load.total()) {
        process.fetch(urls);
      }
      for (int round = 0; round < rounds; round++) {
        gateway.add(process.fetch(urls));
        curl.add(curl(urls));
        aria.add(aria(urls));
      }
    }
    String name =
        load.count() + " × " + load.bytes() / 1_000_000 + " MB " + origin.replaceAll(":.*", "");
    row(name, "Sluice", load, gateway, curl, aria);
    row(name, "curl -Z", load, curl, curl, aria);
    row(name, "aria2c", load, aria, curl, aria);
  }

  private static void row(
      String name,
      String who,
      Load load,
      List<Sample> samples,
      List<Sample> curl,
      List<Sample> aria) {
    double[] seconds = samples.stream().mapToDouble(Sample::seconds).toArray();
    double[] cpu = samples.stream().mapToDouble(Sample::cpuSeconds).toArray();
    double peak = samples.stream().mapToDouble(Sample::peakMib).max().orElseThrow();
    System.out.printf(
        "| %s | %s | %.0f | %.2f | %s | %.2f | %.2f |%n",
        name,
        who,
        load.total() / MIB / median(seconds),
        median(cpu) / (load.total() / GIB),
        peak == 0 ? "–" : Math.round(peak),
        ratio(samples, curl),
        ratio(samples, aria));
  }

  /** The median of the rounds' own ratios: neighbours on the machine hit both of a pair. */
  private static double ratio(List<Sample> samples, List<Sample> others) {
    return median(
        IntStream.range(0, samples.size())
            .mapToDouble(n -> samples.get(n).seconds() / others.get(n).seconds())
            .toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Sample curl(List<String> urls) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-sfZ", "--parallel-max", "" + STREAMS, "--cacert", certificatePath()));
    for (int number = 0; number < urls.size(); number++) {
      command.addAll(List.of("-o", root.resolve("out/" + number).toString(), urls.get(number)));
    }
    return timed(command);
  }

  private Sample aria(List<String> urls) throws Exception {
    Path list = root.resolve("urls");
    Files.write(list, urls);
    return timed(
        List.of(
            "aria2c",
            "-q",
            "-j" + STREAMS,
            "-x1",
            "-s1",
            "--file-allocation=none",
            "--allow-overwrite=true",
            "--ca-certificate=" + certificatePath(),
            "-d",
            root.resolve("out").toString(),
            "-i",
            list.toString()));
  }

  /** Runs it under the shell's own clock, which knows the CPU time of its children. */
  private Sample timed(List<String> command) throws Exception {
    remove(root.resolve("out"));
    Files.createDirectories(root.resolve("out"));
    List<String> shell =
        new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time \"$@\"", "bash"));
    shell.addAll(command);
    Process process = new ProcessBuilder(shell).start();
    String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + " failed: " + text);
    }
    String[] times =
        text.strip().lines().reduce((first, last) -> last).orElseThrow().split(" ", -1);
    double cpu = Double.parseDouble(times[1]) + Double.parseDouble(times[2]);
    remove(root.resolve("out"));
    return new Sample(Double.parseDouble(times[0]), cpu, 0);
  }

  /** The one child process that stays, as a gateway does. */
  private final class Gateway implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    Gateway() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(System.getProperty("bench.jvm", "-Xmx96m -XX:+UseSerialGC").split(" ", -1)));
      command.addAll(
          List.of(
              "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
              "-cp",
              System.getProperty("java.class.path"),
              BenchmarkedGateway.class.getName(),
              "parallel-slices=" + STREAMS,
              "trusted-certificates=" + certificatePath()));
      command.addAll(
          Stream.of(System.getProperty("bench.settings", "").split(" ", -1))
              .filter(setting -> !setting.isEmpty())
              .toList());
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      in = process.outputWriter(StandardCharsets.UTF_8);
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Sample fetch(List<String> urls) throws IOException {
      Path directory = root.resolve("gateway");
      in.write(directory + " " + String.join(" ", urls) + "\n");
      in.flush();
      String line = out.readLine();
      while (line != null && !line.matches("[0-9.]+ [0-9.]+ [0-9]+")) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IOException("the gateway's process ended");
      }
      remove(directory);
      String[] words = line.split(" ", -1);
      return new Sample(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]) / 1024);
    }

    @Override
    public void close() throws IOException {
      in.close();
      process.onExit().join();
    }
  }

  private void store(Load load) throws IOException {
    byte[] bytes = Payload.parquet(load.bytes(), 1);
    Path first = Files.createDirectories(root.resolve("www")).resolve(load.name() + "-0");
    Files.write(first, bytes);
    for (int number = 1; number < load.count(); number++) {
      Files.createLink(root.resolve("www").resolve(load.name() + "-" + number), first);
    }
  }

  private String certificatePath() {
    return root.resolve("certificate.pem").toString();
  }

  private void certificate() throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                root.resolve("key.pem").toString(),
                "-out",
                certificatePath())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl could not make a certificate");
    }
  }

  private Process nginx() throws Exception {
    Path configuration = root.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes 2; user root;
        events { worker_connections 512; }
        http {
          access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
          client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2; fastcgi_temp_path %1$s/t3;
          uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;
          server {
            listen 127.0.0.1:%2$d; listen 127.0.0.1:%3$d ssl; root %1$s/www;
            ssl_certificate %1$s/certificate.pem; ssl_certificate_key %1$s/key.pem;
          }
        }
        """
            .formatted(root, port, tlsPort));
    Process nginx =
        new ProcessBuilder("nginx", "-c", configuration.toString(), "-e", root + "/error.log")
            .inheritIO()
            .start();
    while (!Files.exists(root.resolve("nginx.pid"))) {
      if (!nginx.isAlive()) {
        throw new IOException("nginx did not start");
      }
      Thread.onSpinWait();
    }
    return nginx;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
