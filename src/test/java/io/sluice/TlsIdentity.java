package io.sluice;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key and a certificate that it signed itself, for one host; made by the JDK's keytool.
 *
 * @param keyStore PKCS 12
 * @param certificate PEM
 */
public record TlsIdentity(Path keyStore, Path certificate) {
  private static final String PASSWORD = "only-for-this-test";
  private static final int SECONDS = 30;

  public static TlsIdentity of(String host, Path directory) throws IOException {
    Path keyStore = directory.resolve(host + ".p12");
    Path certificate = directory.resolve(host + ".pem");
    keytool(
        keyStore,
        "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -dname CN=test -ext san=dns:"
            + host);
    keytool(keyStore, "-exportcert -rfc -file " + certificate);
    return new TlsIdentity(keyStore, certificate);
  }

  private static void keytool(Path keyStore, String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(
        List.of("-alias", "test", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore"));
    command.add(keyStore.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed: " + arguments);
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  /** A server that has this certificate and no other, and hears which host was indicated. */
  public HttpServerOptions server() {
    return new HttpServerOptions()
        .setSsl(true)
        .setSni(true)
        .setKeyCertOptions(new PfxOptions().setPath(keyStore.toString()).setPassword(PASSWORD));
  }

  /** The certificates of these in one file. */
  public static Path trusting(Path file, TlsIdentity... identities) throws IOException {
    StringBuilder text = new StringBuilder();
    for (TlsIdentity identity : identities) {
      text.append(Files.readString(identity.certificate()));
    }
    return Files.writeString(file, text);
  }
}
