package io.sluice.base;

import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Opens the directories at the start, which fails where one of them cannot be used. */
@Singleton
class ConfiguredDirectories {

  /** The failure is one of the configuration: its message is all that the log needs to show. */
  @Startup
  @Produces
  @Singleton
  Directories open(DirectoriesConfig config) {
    try {
      return new Directories(config.dataDir(), config.workDir());
    } catch (SluiceException e) {
      ConfigValidationException invalid =
          new ConfigValidationException(new Problem[] {new Problem(e.getMessage())});
      invalid.addSuppressed(e);
      throw invalid;
    }
  }

  void close(@Disposes Directories directories) {
    directories.close();
  }
}
