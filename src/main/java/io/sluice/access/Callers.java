package io.sluice.access;

import io.quarkus.runtime.Startup;
import io.sluice.base.BlockingExecutor;
import io.sluice.base.Secret;
import io.sluice.base.Timekeeper;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Knows callers by their keys and tokens. What is wrong with the configuration fails the start, all
 * of it at once. Safe from any thread; nothing blocks.
 */
@Startup
@ApplicationScoped
public class Callers {
  private static final Logger LOG = Logger.getLogger(Callers.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");

  private final Set<Mode> modes;
  private final Timekeeper time;
  private final AccessRules configured;
  private final BlockingExecutor reader = new BlockingExecutor("access-reader", 1, 10);
  private final Optional<Cancellable> looks;
  private volatile AccessRules rules;

  /** The last faults that were told; only the reader's one thread touches them. */
  private List<String> told = List.of();

  /** What somebody's credentials come to. */
  public sealed interface Answer {
    /**
     * Somebody.
     *
     * @param credential by which they are known again
     */
    record Known(Caller caller, Credential credential) implements Answer {}

    /** Nobody. */
    record Nobody(Reason reason) implements Answer {}
  }

  /** Why somebody is nobody. */
  public enum Reason {
    /** There are no credentials. */
    MISSING,
    /** What there is is no key. */
    MALFORMED,
    /** It is nobody's key, or is not any more. */
    UNKNOWN,
    /** It was somebody's key until lately. */
    EXPIRED,
    /** A provider's token is not right. */
    REFUSED
  }

  Callers(
      AccessConfig config,
      Timekeeper time,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    this.modes = Set.copyOf(config.mode());
    this.time = time;
    List<String> problems = new ArrayList<>();
    this.configured = AccessRules.of(config, problems);
    this.rules =
        config
            .file()
            .map(path -> configured.and(AccessFile.read(path, problems)))
            .orElse(configured);
    problems.addAll(problems(host, config));
    if (!problems.isEmpty()) {
      throw new ConfigValidationException(
          problems.stream().map(Problem::new).toArray(Problem[]::new));
    }
    this.looks =
        config
            .file()
            .map(
                path ->
                    reader.every(
                        BETWEEN_LOOKS,
                        time,
                        () -> look(path),
                        e -> LOG.debugf("sluice.access.file was not read: %s", e)));
  }

  private List<String> problems(String host, AccessConfig config) {
    List<String> problems = new ArrayList<>();
    boolean open = modes.contains(Mode.LOCAL) || modes.contains(Mode.NONE);
    if (modes.isEmpty() || (open && modes.size() > 1)) {
      problems.add("sluice.access.mode is one of local, keys, oidc and none, or keys,oidc");
    } else if (modes.contains(Mode.LOCAL) && !LOOPBACK.contains(host)) {
      problems.add(
          ("sluice.access.mode is missing: the gateway listens on %s and would give whoever reaches"
                  + " it every connection; set keys or oidc, or none if something in front of it"
                  + " asks who comes")
              .formatted(host));
    } else if (modes.equals(Set.of(Mode.KEYS))
        && rules.keys().entries().isEmpty()
        && config.file().isEmpty()) {
      problems.add(
          "sluice.access.mode is keys, and there is no key; java -jar … key new NAME prints one"
              + " and the two lines for it");
    }
    return problems;
  }

  /** Whether nobody is asked who they are. */
  public boolean open() {
    return modes.contains(Mode.LOCAL) || modes.contains(Mode.NONE);
  }

  /** Whether whoever reaches the gateway, from wherever, may do everything. */
  public boolean openToAll() {
    return modes.contains(Mode.NONE);
  }

  public boolean takesKeys() {
    return modes.contains(Mode.KEYS);
  }

  public boolean takesTokens() {
    return modes.contains(Mode.OIDC);
  }

  /** Who has that key. */
  public Answer ofKey(Secret key) {
    if (!takesKeys()) {
      return new Answer.Nobody(Reason.UNKNOWN);
    }
    return ApiKey.isKey(key.reveal())
        ? of(new Credential.Key(ApiKey.digest(key)))
        : new Answer.Nobody(Reason.MALFORMED);
  }

  /** Who is known by it now. */
  public Answer of(Credential credential) {
    if (credential instanceof Credential.Key key && takesKeys()) {
      return rules.keys().find(key, time.now());
    }
    if (credential instanceof Credential.Token token && takesTokens()) {
      return time.now().isBefore(token.until())
          ? new Answer.Known(caller(token.identity()), credential)
          : new Answer.Nobody(Reason.EXPIRED);
    }
    return open() && credential instanceof Credential.None
        ? new Answer.Known(Caller.anybody(), credential)
        : new Answer.Nobody(Reason.UNKNOWN);
  }

  /** Without a grant they are known, and may do nothing. */
  private Caller caller(Identity identity) {
    return new Caller(
        identity.issuer() + "|" + identity.subject(),
        Caller.Kind.TOKEN,
        rules.tokens().of(identity),
        "");
  }

  private boolean look(Path path) {
    List<String> problems = new ArrayList<>();
    AccessRules read = configured.and(AccessFile.read(path, problems));
    if (problems.isEmpty()) {
      rules = read;
    } else if (!problems.equals(told)) {
      LOG.warnf("What it said before stays: %s", String.join("; ", problems));
    }
    told = problems;
    return problems.isEmpty();
  }

  @PreDestroy
  void close() {
    looks.ifPresent(Cancellable::cancel);
    reader.close();
  }
}
