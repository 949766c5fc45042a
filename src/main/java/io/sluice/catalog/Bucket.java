package io.sluice.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** A bucket of a project: a folder of tables. */
@RegisterForReflection
public record Bucket(String id, String stage, String name, Optional<String> description) {}
