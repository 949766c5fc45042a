package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is shipped opens the gateway by accident, and the native build keeps its beans. */
class ShippedDefaultsTest {
  private static final Pattern RUN_TIME =
      Pattern.compile("--initialize-at-run-time=(io\\.sluice[\\w.]*)");

  @Test
  void everyRuleThatLetsSomebodyInSaysWhom() throws IOException {
    // Given
    NetworkPolicy policy =
        Manifests.only(
            Manifests.documents(
                    Files.readString(Manifests.KUBERNETES.resolve("base/networkpolicy.yaml")))
                .stream()
                .map(Manifests::strict)
                .toList(),
            NetworkPolicy.class,
            "sluice");

    // Then
    assertThat(policy.getSpec().getIngress())
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void noOverlayOpensTheGatewayToTheOutside(String overlay) throws IOException {
    // When
    List<String> lines =
        Files.readAllLines(
            Manifests.KUBERNETES
                .resolve("overlays")
                .resolve(overlay)
                .resolve("kustomization.yaml"));

    // Then
    assertThat(lines)
        .filteredOn(line -> !line.strip().startsWith("#"))
        .noneMatch(line -> line.contains("components/ingress"))
        .noneMatch(line -> line.contains("components/gateway"));
  }

  @Test
  void noRuleLetsOutToAddressesInDisguise() throws IOException {
    assertThat(Files.readString(Manifests.KUBERNETES.resolve("base/networkpolicy.yaml")))
        .contains("- 64:ff9b::/96", "- 168.63.129.16/32");
  }

  @Test
  void theProgramListensOnThisMachineAndTheImagesEverywhere() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
        .contains("%prod.quarkus.http.host=127.0.0.1", "%prod.quarkus.management.host=127.0.0.1");
    for (String image : List.of("deploy/Dockerfile.jvm", "deploy/Dockerfile.native")) {
      assertThat(Files.readString(Path.of(image)))
          .contains("QUARKUS_HTTP_HOST=0.0.0.0", "QUARKUS_MANAGEMENT_HOST=0.0.0.0");
    }
  }

  /** Tokens are in the heap. */
  @Test
  void noToolAndNoCrashWritesTheImagesMemoryDown() throws IOException {
    assertThat(Files.readString(Path.of("deploy/image/java.options")))
        .contains("-XX:-CreateCoredumpOnCrash");
    assertThat(Files.readString(Path.of("deploy/Dockerfile.jvm"))).doesNotContain("jdk.jcmd");
  }

  /** Beans are generated beside the classes that they are made of, and start in the builder. */
  @Test
  void noPackageWithBeansIsInitialisedAtRunTimeOfTheNativeExecutable() throws IOException {
    // Given
    List<String> packages =
        RUN_TIME
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(packages).isNotEmpty();

    // Then
    for (String name : packages) {
      Path directory = Path.of("src/main/java", name.replace('.', '/'));
      try (Stream<Path> sources = Files.walk(directory)) {
        assertThat(sources.filter(Files::isRegularFile))
            .as(name)
            .isNotEmpty()
            .noneSatisfy(
                source ->
                    assertThat(Files.readString(source))
                        .containsPattern("@(ApplicationScoped|Singleton|Startup|Dependent)\\b"));
      }
    }
  }
}
