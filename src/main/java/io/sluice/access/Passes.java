package io.sluice.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.base.Sha256;
import io.sluice.base.Timekeeper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sealed texts that stand for somebody's credential for a while and for one purpose: a browser's
 * session, a link to a file, a ticket to a stream. Nobody but the gateway can make, read or change
 * one. What their holder may do is asked each time they are used: a key that is withdrawn ends all
 * of them. Safe from any thread.
 */
@ApplicationScoped
public class Passes {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final ObjectMapper mapper;
  private final Timekeeper time;

  /** Tickets that were used, until they would have ended by themselves. */
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  /** What a pass is good for. */
  public enum Purpose {
    /** A browser that has signed in. */
    SESSION,
    /** Whoever has the address may read one export's file. */
    LINK,
    /** Whoever has the address may open one stream, once. */
    TICKET
  }

  /**
   * A pass.
   *
   * @param target what it is for, and nothing else; empty for a session
   */
  @RegisterForReflection
  public record Pass(Purpose purpose, String target, Credential credential, Instant until) {}

  @Inject
  public Passes(AccessConfig config, ObjectMapper mapper, Timekeeper time) {
    this.mapper = mapper;
    this.time = time;
    this.key =
        new SecretKeySpec(config.passSecret().map(Passes::digest).orElseGet(this::any), "AES");
  }

  private byte[] any() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] digest(String secret) {
    return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A pass that lasts so long, or as long as the credential where that is less.
   *
   * @return in characters that may stand in a URL and in a cookie
   */
  public String make(Purpose purpose, String target, Credential credential, Duration life) {
    return seal(new Pass(purpose, target, credential, end(credential, life)));
  }

  /** When such a pass ends. */
  public Instant end(Credential credential, Duration life) {
    Instant end = time.now().plus(life);
    return credential instanceof Credential.Token token && token.until().isBefore(end)
        ? token.until()
        : end;
  }

  /** The credential behind a pass; none where it is not one for this, has ended or was used. */
  public Optional<Credential> open(Purpose purpose, String target, String text) {
    return unseal(text)
        .filter(pass -> pass.purpose() == purpose && pass.target().equals(target))
        .filter(pass -> time.now().isBefore(pass.until()))
        .filter(pass -> purpose != Purpose.TICKET || isFirstUse(text, pass))
        .map(Pass::credential);
  }

  private boolean isFirstUse(String text, Pass pass) {
    used.values().removeIf(until -> !time.now().isBefore(until));
    return used.putIfAbsent(text, pass.until()) == null;
  }

  private String seal(Pass pass) {
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(mapper.writeValueAsBytes(pass));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing, where a byte of it is not as it was made here. */
  private Optional<Pass> unseal(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length <= NONCE) {
        return Optional.empty();
      }
      byte[] content =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE))
              .doFinal(bytes, NONCE, bytes.length - NONCE);
      return Optional.of(mapper.readValue(content, Pass.class));
    } catch (IllegalArgumentException | GeneralSecurityException | IOException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
