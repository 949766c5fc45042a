package io.sluice.export.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.csv.CsvSummary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an export is. Each case offers the moves that are legal from it and no others, so that an
 * illegal move does not compile; an ended export has none.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExportState.Queued.class, name = "queued"),
  @JsonSubTypes.Type(value = ExportState.Starting.class, name = "starting"),
  @JsonSubTypes.Type(value = ExportState.Exporting.class, name = "exporting"),
  @JsonSubTypes.Type(value = ExportState.Downloading.class, name = "downloading"),
  @JsonSubTypes.Type(value = ExportState.Merging.class, name = "merging"),
  @JsonSubTypes.Type(value = ExportState.Delivering.class, name = "delivering"),
  @JsonSubTypes.Type(value = ExportState.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = ExportState.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = ExportState.Cancelled.class, name = "cancelled"),
})
public sealed interface ExportState {

  /** The states, in the order of the journey. */
  enum Kind {
    QUEUED(true),
    STARTING(true),
    EXPORTING(true),
    DOWNLOADING(true),
    MERGING(true),
    DELIVERING(true),
    SUCCEEDED(false),
    FAILED(false),
    CANCELLED(false);

    private final boolean active;

    Kind(boolean active) {
      this.active = active;
    }

    /** The name in the HTTP contract. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an export in it has not ended. */
    public boolean active() {
      return active;
    }

    /** Those that have not ended. */
    public static Set<Kind> underWay() {
      return Stream.of(values()).filter(Kind::active).collect(Collectors.toSet());
    }

    /** Those that nothing follows. */
    public static Set<Kind> ended() {
      return Stream.of(values()).filter(kind -> !kind.active()).collect(Collectors.toSet());
    }
  }

  Kind kind();

  /** The state's name in the HTTP contract. */
  default String label() {
    return kind().label();
  }

  /** The Storage API's side, once there is one. */
  default Optional<Unload> upstream() {
    return Optional.empty();
  }

  /** The same without what nobody needs once it has ended. */
  default ExportState settled() {
    return this;
  }

  /** Whether this process handles what came from outside, instead of waiting or having ended. */
  default boolean works() {
    return this instanceof Starting
        || this instanceof Downloading
        || this instanceof Merging
        || this instanceof Delivering;
  }

  /** Not ended yet: it may still fail or be cancelled. */
  sealed interface Active extends ExportState {
    default Failed fail(Failure failure) {
      return new Failed(upstream(), failure);
    }

    default Cancelled cancel() {
      return new Cancelled(upstream());
    }
  }

  /** Nothing follows. */
  sealed interface Ended extends ExportState {}

  /** Accepted and waiting for a place. */
  @RegisterForReflection
  record Queued() implements Active {
    @Override
    public Kind kind() {
      return Kind.QUEUED;
    }

    public Starting start() {
      return new Starting();
    }
  }

  /** About to ask the Storage API for the export. */
  @RegisterForReflection
  record Starting() implements Active {
    @Override
    public Kind kind() {
      return Kind.STARTING;
    }

    public Exporting exporting(Unload unload) {
      return new Exporting(unload);
    }
  }

  /** The Storage API's job runs. */
  @RegisterForReflection
  record Exporting(Unload unload) implements Active {
    @Override
    public Kind kind() {
      return Kind.EXPORTING;
    }

    @Override
    public Optional<Unload> upstream() {
      return Optional.of(unload);
    }

    /** The same job, or the one that was started in its place. */
    public Exporting exporting(Unload newer) {
      return new Exporting(newer);
    }

    public Downloading downloading(long fileId) {
      return new Downloading(unload.withStatus("success").withFile(fileId));
    }
  }

  /** Slices are on their way to the work directory. */
  @RegisterForReflection
  record Downloading(Unload unload) implements Active {
    @Override
    public Kind kind() {
      return Kind.DOWNLOADING;
    }

    @Override
    public Optional<Unload> upstream() {
      return Optional.of(unload);
    }

    public Merging merging(List<String> slices, List<CsvSummary> contents) {
      return new Merging(unload, slices, contents);
    }
  }

  /**
   * Slices are made one file.
   *
   * @param slices the files' names in the export's work directory, in order
   * @param contents what CSV slices hold, in the same order; empty for Parquet and where a version
   *     that did not count wrote the checkpoint
   */
  @RegisterForReflection
  record Merging(Unload unload, List<String> slices, List<CsvSummary> contents) implements Active {
    @Override
    public Kind kind() {
      return Kind.MERGING;
    }

    public Merging {
      slices = List.copyOf(slices);
      contents = contents == null ? List.of() : List.copyOf(contents);
    }

    @Override
    public Optional<Unload> upstream() {
      return Optional.of(unload);
    }

    public Delivering delivering(Result result) {
      return new Delivering(unload, slices, contents, result);
    }

    /** The slices are gone, as after a restart on another disk. */
    public Downloading downloadingAgain() {
      return new Downloading(unload);
    }
  }

  /** The file is complete and about to appear under its name. */
  @RegisterForReflection
  record Delivering(Unload unload, List<String> slices, List<CsvSummary> contents, Result result)
      implements Active {
    @Override
    public Kind kind() {
      return Kind.DELIVERING;
    }

    public Delivering {
      slices = List.copyOf(slices);
      contents = contents == null ? List.of() : List.copyOf(contents);
    }

    @Override
    public Optional<Unload> upstream() {
      return Optional.of(unload);
    }

    /** The file is gone, or its delivery was cut off after it was taken away. */
    public Merging mergingAgain() {
      return new Merging(unload, slices, contents);
    }

    public Succeeded succeeded(String location) {
      return new Succeeded(unload, result.at(location));
    }
  }

  @RegisterForReflection
  record Succeeded(Unload unload, Result result) implements Ended {
    @Override
    public Kind kind() {
      return Kind.SUCCEEDED;
    }

    @Override
    public Optional<Unload> upstream() {
      return Optional.of(unload);
    }

    @Override
    public ExportState settled() {
      return new Succeeded(unload.withoutColumns(), result);
    }
  }

  @RegisterForReflection
  record Failed(Optional<Unload> unload, Failure failure) implements Ended {
    @Override
    public Kind kind() {
      return Kind.FAILED;
    }

    @Override
    public Optional<Unload> upstream() {
      return unload;
    }

    @Override
    public ExportState settled() {
      return new Failed(unload.map(Unload::withoutColumns), failure);
    }
  }

  @RegisterForReflection
  record Cancelled(Optional<Unload> unload) implements Ended {
    @Override
    public Kind kind() {
      return Kind.CANCELLED;
    }

    @Override
    public Optional<Unload> upstream() {
      return unload;
    }

    @Override
    public ExportState settled() {
      return new Cancelled(unload.map(Unload::withoutColumns));
    }
  }
}
