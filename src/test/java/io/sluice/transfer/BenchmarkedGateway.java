package io.sluice.transfer;

import io.sluice.base.Secret;
import io.sluice.base.VertxTimekeeper;
import io.sluice.cloud.SignedRequest;
import io.sluice.cloud.SliceAddress;
import io.sluice.transfer.fetch.HttpSliceTransfer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The transfer in a process of its own, so that its CPU time and memory can be told: reads lines of
 * a directory and URLs, fetches them, and answers with seconds, CPU seconds and peak memory.
 */
final class BenchmarkedGateway {
  private BenchmarkedGateway() {}

  /** Takes {@code key=value} settings of the transfer. */
  public static void main(String[] settings) throws IOException {
    Map<String, String> values = new HashMap<>();
    Stream.of(settings)
        .map(setting -> setting.split("=", 2))
        .forEach(pair -> values.put(pair[0], pair[1]));
    Vertx vertx = Vertx.vertx();
    HttpSliceTransfer transfer =
        new HttpSliceTransfer(
            vertx,
            new VertxTimekeeper(vertx),
            TransferFixture.settings(values),
            (access, slice) -> Uni.createFrom().item(unsigned(slice)));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      run(transfer, Path.of(words[0]), List.of(words).subList(1, words.length));
    }
    System.exit(0);
  }

  private static void run(HttpSliceTransfer transfer, Path directory, List<String> urls)
      throws IOException {
    // resets the peak of the memory in use
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    TransferRequest request =
        new TransferRequest(
            "bench",
            urls.stream()
                .map(url -> new TransferRequest.Slice(new SliceAddress(url), SliceFormat.PARQUET))
                .toList(),
            directory,
            OptionalLong.empty(),
            new TransferFixture.RenewableAccess(),
            new TransferFixture.Recorder());
    long cpu = cpuNanos();
    long start = System.nanoTime();
    transfer.fetch(request).await().indefinitely();
    long end = System.nanoTime();
    System.out.printf(
        "%.3f %.3f %s%n", (end - start) / 1e9, (cpuNanos() - cpu) / 1e9, peakKibibytes());
  }

  private static SignedRequest unsigned(SliceAddress slice) {
    URI uri = URI.create(slice.value());
    return new SignedRequest(
        SocketAddress.inetSocketAddress(uri.getPort(), "127.0.0.1"),
        uri.getHost(),
        uri.getPort(),
        "https".equals(uri.getScheme()),
        Secret.of(uri.getRawPath()),
        Map.of());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String peakKibibytes() throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .findFirst()
          .orElseThrow();
    }
  }
}
