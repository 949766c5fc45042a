package io.sluice;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

/**
 * The same against what is shipped: the packaged jar, or the native executable where one is built.
 */
@QuarkusIntegrationTest
@TestProfile(FreePorts.class)
@WithTestResource(SandboxResource.class)
class ExportJourneyIT extends ExportJourneyTest {}
