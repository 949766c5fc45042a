package io.sluice.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a connection's token says of its project; never the token.
 *
 * @param jobsParallelism how many of the project's jobs run at once
 */
@RegisterForReflection
public record Project(String id, String name, String region, String backend, int jobsParallelism) {}
