package io.sluice.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.base.SluiceException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes who changed what, and who tried to: one line of JSON each, in the log category {@code
 * io.sluice.audit}, which may go to a place of its own. It holds no filter values and no key.
 */
public final class Audit {
  private static final Logger LOG = Logger.getLogger("io.sluice.audit");

  private Audit() {}

  /**
   * What somebody does.
   *
   * @param action such as {@code submit}
   * @param connection that it is done with
   * @param tables or what else it is about
   */
  public record Act(Caller caller, String action, String connection, List<String> tables) {
    public Act {
      tables = List.copyOf(tables);
    }
  }

  /**
   * The work, of whose outcome a line is written.
   *
   * @param ids of what came of it
   */
  public static <T> Uni<T> of(Act act, Uni<T> work, Function<T, List<String>> ids) {
    return work.onItem()
        .invoke(done -> write(act, "done", ids.apply(done)))
        .onFailure()
        .invoke(failure -> write(act, outcome(failure), List.of()));
  }

  private static String outcome(Throwable failure) {
    return failure instanceof SluiceException known ? known.code().slug() : "internal";
  }

  private static void write(Act act, String outcome, List<String> ids) {
    Caller caller = act.caller();
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", Instant.now().toString())
            .put("caller", caller.toString())
            .put("from", caller.from())
            .put("action", act.action())
            .put("connection", act.connection());
    act.tables().forEach(line.putArray("tables")::add);
    ids.forEach(line.putArray("ids")::add);
    LOG.info(line.put("outcome", outcome).toString());
  }
}
