package io.sluice.base;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where Sluice keeps what it has on disk. */
@ConfigMapping(prefix = "sluice")
public interface DirectoriesConfig {

  /** Results and checkpoints; owned by one process at a time. */
  @WithDefault("data")
  Path dataDir();

  /** Slices in flight: put it on the big disk. May be on another file system than the data. */
  @WithDefault("${sluice.data-dir}/work")
  Path workDir();
}
