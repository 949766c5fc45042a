package io.sluice.access;

import io.sluice.base.ErrorCode;
import io.sluice.base.SluiceException;
import java.util.Locale;
import java.util.Optional;

/**
 * Who asks, and what they may do. The first parameter of whatever a caller can come to: a check
 * that is forgotten does not compile.
 *
 * @param name stable: what the caller asks for is theirs under it, also after a restart
 * @param from the address that they come from; empty where they come over no network
 */
public record Caller(String name, Kind kind, Grants grants, String from) {

  /** How it is known who asks. */
  public enum Kind {
    /** Nobody is asked: all who reach the gateway are one caller. */
    ANYBODY,
    /** By an API key. */
    KEY,
    /** By a token of an OpenID Connect provider. */
    TOKEN,
    /** The program itself: its command line, its own work. */
    PROGRAM
  }

  /** What stands for all connections where one is asked for. */
  public static final String EVERY_CONNECTION = "*";

  private static final Caller ANYBODY = new Caller("anybody", Kind.ANYBODY, Grants.ALL, "");
  private static final Caller PROGRAM = new Caller("sluice", Kind.PROGRAM, Grants.ALL, "");

  /** Everybody, where nobody is asked. */
  public static Caller anybody() {
    return ANYBODY;
  }

  /** The program itself. */
  public static Caller program() {
    return PROGRAM;
  }

  /** The same, who comes from there. */
  public Caller from(String address) {
    return new Caller(name, kind, grants, address);
  }

  /** Whose name stands on what they ask for; nobody's where nobody is asked. */
  public Optional<String> owner() {
    return kind == Kind.KEY || kind == Kind.TOKEN
        ? Optional.of(kind.name().toLowerCase(Locale.ROOT) + ":" + name)
        : Optional.empty();
  }

  /** Whether there is such a connection for them. */
  public boolean sees(String connection) {
    return grants.allow(Grant.READ, connection);
  }

  /**
   * {@code forbidden}, with the grant that is missing, where they may not; {@code
   * unknown-connection} where they do not even see it.
   */
  public void require(Grant grant, String connection) {
    if (!sees(connection) && !connection.equals(EVERY_CONNECTION)) {
      throw new SluiceException(
          ErrorCode.UNKNOWN_CONNECTION,
          "There is no connection \"%s\"; GET /v1/connections lists those that there are"
              .formatted(connection));
    }
    if (!grants.allow(grant, connection)) {
      throw new SluiceException(
          ErrorCode.FORBIDDEN,
          "%s may not do this: the grant %s:%s is missing; who runs the gateway can give it"
              .formatted(this, connection, grant.label()));
    }
  }

  /**
   * The same for what somebody owns: whoever may submit may end what is theirs.
   *
   * @param owner of it, as {@link #owner()} said then
   */
  public void requireOver(Optional<String> owner, String connection) {
    boolean own = owner.equals(owner());
    require(own ? Grant.SUBMIT : Grant.OPERATE, connection);
  }

  @Override
  public String toString() {
    return owner().orElse(name);
  }
}
