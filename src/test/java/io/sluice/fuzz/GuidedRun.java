package io.sluice.fuzz;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where Jazzer comes in, which knows what code each input reached: its bytes are what a mutation
 * decides, so that it goes on from what led to somewhere new.
 */
public final class GuidedRun {
  private static Target target;
  private static List<byte[]> corpus;

  private GuidedRun() {}

  /** Called once, with the target's name. */
  public static void fuzzerInitialize(String[] arguments) {
    Logger.getLogger("io.sluice").setLevel(Level.SEVERE);
    target = Targets.of(arguments[0]);
    corpus = Corpus.of(arguments[0]);
  }

  /** Called with each input. */
  public static void fuzzerTestOneInput(byte[] guide) throws Exception {
    target.run(target.mutate(corpus, Choices.guided(guide)));
  }
}
