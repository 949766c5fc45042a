package io.sluice.dashboard;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What lies between the browser and the gateway, and can be pulled. */
final class Cable implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final URI gateway;
  private NetServer server;

  Cable(URI gateway) {
    this.gateway = gateway;
    this.server = listen(0);
  }

  /** Where the gateway is seen through the cable. */
  String address() {
    return "http://" + HOST + ":" + server.actualPort();
  }

  /** Nothing answers any more. */
  void pull() {
    server.close().toCompletionStage().toCompletableFuture().join();
    sockets.forEach(NetSocket::close);
  }

  /** All is as before, on the same port. */
  void plugIn() {
    server = listen(server.actualPort());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private NetServer listen(int port) {
    return vertx
        .createNetServer()
        .connectHandler(this::connect)
        .listen(port, HOST)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void connect(NetSocket browser) {
    browser.pause();
    sockets.add(browser);
    vertx
        .createNetClient()
        .connect(gateway.getPort(), gateway.getHost())
        .onFailure(refused -> browser.close())
        .onSuccess(other -> join(browser, other));
  }

  private void join(NetSocket browser, NetSocket other) {
    sockets.add(other);
    browser.pipeTo(other).onComplete(ended -> end(browser, other));
    other.pipeTo(browser).onComplete(ended -> end(browser, other));
    browser.resume();
  }

  private void end(NetSocket one, NetSocket other) {
    sockets.remove(one);
    sockets.remove(other);
    one.close();
    other.close();
  }
}
