package io.sluice.api;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests byte by byte, as no client would send them. */
public final class RawHttp {
  private RawHttp() {}

  /** A request's head of lines, without a body. */
  public static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** What comes back until the gateway closes or falls silent for a second. */
  public static String exchange(URI gateway, String bytes) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      byte[] buffer = new byte[8192];
      int read = socket.getInputStream().read(buffer);
      while (read >= 0) {
        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        read = socket.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException silent) {
      return answer.toString();
    }
    return answer.toString();
  }
}
