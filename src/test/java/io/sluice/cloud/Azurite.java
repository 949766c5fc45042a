package io.sluice.cloud;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/**
 * Microsoft's emulator of blob storage, as a process of its own. Installed from npm into the build
 * directory where npm is to be had.
 */
final class Azurite implements AutoCloseable {
  private static final String VERSION = "3.37.0";
  private static final String ACCOUNT = "devstoreaccount1";
  private static final String SAS_VERSION = "2021-06-08";

  /** The emulator's documented key, the same everywhere. */
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Path HOME = Path.of("target", "azurite");

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Azurite(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Empty where it is not installed and cannot be. */
  static Optional<Azurite> start() throws IOException, InterruptedException {
    Path main = HOME.resolve("node_modules/azurite/dist/src/blob/main.js");
    if (!Files.exists(main) && !install()) {
      return Optional.empty();
    }
    int port = freePort();
    Process process =
        new ProcessBuilder(
                "node",
                main.toString(),
                "--inMemoryPersistence",
                "--silent",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(HOME.resolve("azurite.log").toFile())
            .start();
    Azurite azurite = new Azurite(process, port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> azurite.send("GET", "?comp=list", "").statusCode() > 0);
    return Optional.of(azurite);
  }

  private static boolean install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix",
                  HOME.toString(),
                  "--ignore-scripts",
                  "--no-audit",
                  "--no-fund",
                  "--fetch-retries=0",
                  "--fetch-timeout=20000",
                  "azurite@" + VERSION)
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("install.log").toFile())
              .start();
      if (npm.waitFor(90, TimeUnit.SECONDS)) {
        return npm.exitValue() == 0;
      }
      npm.destroyForcibly();
      return false;
    } catch (IOException noNpm) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** The account's endpoint, as a connection string names it. */
  String endpoint() {
    return origin() + "/" + ACCOUNT;
  }

  void createContainer(String container) throws IOException, InterruptedException {
    expectCreated(send("PUT", "/" + container + "?restype=container&" + accountSignature(), ""));
  }

  void put(String container, String blob, String text) throws IOException, InterruptedException {
    String path = "/" + container + "/" + PercentEncoding.encodePath(blob);
    expectCreated(send("PUT", path + "?" + accountSignature(), text));
  }

  /** What the Storage API lends: read and list, for the whole container. */
  String containerSignature(String container) {
    return containerSignature(container, Duration.ofHours(1));
  }

  String containerSignature(String container, Duration life) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("sp", "rl");
    query.put("st", time(Duration.ofHours(2).negated()));
    query.put("se", time(life));
    query.put("sv", SAS_VERSION);
    query.put("sr", "c");
    String resource = "/blob/" + ACCOUNT + "/" + container;
    String text =
        String.join(
            "\n",
            query.get("sp"),
            query.get("st"),
            query.get("se"),
            resource,
            "", // identifier
            "", // addresses
            "", // protocol
            query.get("sv"),
            query.get("sr"),
            "", // snapshot
            "", // encryption scope
            "", // five response headers
            "",
            "",
            "",
            "");
    return signed(query, text);
  }

  private static String accountSignature() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("sp", "rwlac");
    query.put("ss", "b");
    query.put("srt", "sco");
    query.put("st", time(Duration.ofHours(2).negated()));
    query.put("se", time(Duration.ofHours(1)));
    query.put("sv", SAS_VERSION);
    String text =
        String.join(
            "\n",
            ACCOUNT,
            query.get("sp"),
            query.get("ss"),
            query.get("srt"),
            query.get("st"),
            query.get("se"),
            "", // addresses
            "", // protocol
            query.get("sv"),
            "", // encryption scope
            "");
    return signed(query, text);
  }

  private static String signed(Map<String, String> query, String text) {
    query.put("sig", hmac(text));
    return query.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String time(Duration fromNow) {
    return Instant.now().plus(fromNow).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint() + path))
            .timeout(Duration.ofSeconds(10))
            .header("x-ms-blob-type", "BlockBlob")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static void expectCreated(HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
