package io.sluice.sandbox;

import io.sluice.sandbox.config.SandboxConfig;
import io.smallrye.config.ConfigValidationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;

/** The sandbox with a server of its own: for tests, and as a process beside a gateway. */
public final class SandboxServer {
  private static final String LOOPBACK = "127.0.0.1";

  private final Sandbox sandbox;
  private final HttpServer server;
  private final String host;

  private SandboxServer(Sandbox sandbox, HttpServer server, String host) {
    this.sandbox = sandbox;
    this.server = server;
    this.host = host;
  }

  /** On this machine alone, on a port that is free. */
  public static Future<SandboxServer> start(Vertx vertx, SandboxConfig options) {
    return start(vertx, options, LOOPBACK, 0);
  }

  private static Future<SandboxServer> start(
      Vertx vertx, SandboxConfig options, String host, int port) {
    return Sandbox.create(vertx, options).compose(sandbox -> listen(vertx, sandbox, host, port));
  }

  private static Future<SandboxServer> listen(Vertx vertx, Sandbox sandbox, String host, int port) {
    Router router = Router.router(vertx);
    sandbox.mount(router, "");
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
        .requestHandler(router)
        .listen()
        .map(server -> new SandboxServer(sandbox, server, host));
  }

  /** Where all of it lies, such as {@code http://127.0.0.1:40000}; the Storage API's url. */
  public URI baseUri() {
    return URI.create("http://" + host + ":" + server.actualPort());
  }

  /** The S3 endpoint, for path style. */
  public URI s3Endpoint() {
    return baseUri().resolve("/s3");
  }

  /** The endpoint for Google Cloud Storage, of both of its interfaces. */
  public URI gcsEndpoint() {
    return baseUri().resolve("/gcs");
  }

  /** The endpoint for Azure's blobs; what is lent names it too. */
  public URI azureEndpoint() {
    return baseUri().resolve("/azure");
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public Future<Void> close() {
    return server.close().compose(closed -> sandbox.close());
  }

  /**
   * Runs the sandbox alone, beside a packaged gateway; {@code -Dsluice.sandbox.KEY=value} sets its
   * options, and so do environment variables:
   *
   * <pre>{@code
   * java -jar target/sluice-1.0.0-SNAPSHOT-sandbox.jar 8081
   * }</pre>
   *
   * @param arguments the port, 0 or none for one that is free, and the address to listen on,
   *     loopback where none is named; prints the base address
   */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    try {
      int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
      String host = arguments.length < 2 ? LOOPBACK : arguments[1];
      start(vertx, SandboxConfig.ofSystem(), host, port)
          .onSuccess(server -> System.out.println("Sandbox at " + server.baseUri()))
          .onFailure(failure -> giveUp(vertx, failure));
    } catch (ConfigValidationException | IllegalArgumentException wrong) {
      giveUp(vertx, wrong);
    }
  }

  private static void giveUp(Vertx vertx, Throwable failure) {
    System.err.println("The sandbox could not start: " + failure.getMessage());
    vertx.close().onComplete(closed -> System.exit(1));
  }
}
