package io.sluice.export.live;

import io.sluice.base.Timekeeper;
import io.sluice.export.model.Export;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who watches one export: each transition is told at once, progress at most four times a second.
 * Used by the export's messages alone.
 */
final class Audience {
  private static final Duration TELLING_INTERVAL = Duration.ofMillis(250);

  private final LiveExport export;
  private final Timekeeper time;
  private final Set<MultiEmitter<? super Export>> watchers = new HashSet<>();
  private boolean telling;
  private boolean closed;

  Audience(LiveExport export, Timekeeper time) {
    this.export = export;
    this.time = time;
  }

  /** Tells a newcomer how the export is. */
  void admit(MultiEmitter<? super Export> watcher) {
    if (closed) {
      watcher.complete();
      return;
    }
    watchers.add(watcher);
    watcher.onTermination(() -> export.post(() -> watchers.remove(watcher)));
    tell(watcher, export.now());
  }

  void tell() {
    Export now = export.now();
    List.copyOf(watchers).forEach(watcher -> tell(watcher, now));
  }

  /** Tells the newest progress when it is time. */
  void tellSoon() {
    if (!telling) {
      telling = true;
      time.sleep(TELLING_INTERVAL).subscribe().with(done -> export.post(this::tellProgress));
    }
  }

  /** Nothing more will be told. */
  void close() {
    closed = true;
    List.copyOf(watchers).forEach(MultiEmitter::complete);
  }

  private void tellProgress() {
    telling = false;
    if (export.now().active()) {
      tell();
    }
  }

  private static void tell(MultiEmitter<? super Export> watcher, Export now) {
    watcher.emit(now);
    if (!now.active()) {
      watcher.complete();
    }
  }
}
