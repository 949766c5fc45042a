package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.quarkus.runtime.configuration.DurationConverter;
import io.sluice.base.ShutdownConfig;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the base promises about security and about leaving. */
class WorkloadTest {
  private final List<HasMetadata> base = Manifests.resources(Manifests.KUBERNETES.resolve("base"));
  private final StatefulSet workload = Manifests.only(base, StatefulSet.class, "sluice");
  private final PodSpec pod = workload.getSpec().getTemplate().getSpec();
  private final Container gateway = pod.getContainers().get(0);

  @Test
  void thePodFitsTheRestrictedStandardThatItsNamespaceEnforces() {
    // When
    Namespace namespace = Manifests.only(base, Namespace.class, "sluice");

    // Then
    assertThat(namespace.getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getContainers())
        .allSatisfy(
            container -> {
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getPrivileged()).isNull();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
              assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
            });
  }

  @Test
  void thePodHoldsNoTokenOfTheCluster() {
    // When
    ServiceAccount account = Manifests.only(base, ServiceAccount.class, "sluice");

    // Then
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getServiceAccountName()).isEqualTo("sluice");
  }

  @Test
  void noVariableOfAServiceBesideItReachesTheConfiguration() {
    // When
    Boolean links = pod.getEnableServiceLinks();

    // Then
    assertThat(links).isFalse();
  }

  @Test
  void onlyTheStorageApiTheCloudsAndTheNameServerCanBeReached() {
    // Given
    NetworkPolicy policy = Manifests.only(base, NetworkPolicy.class, "sluice");

    // When
    List<NetworkPolicyEgressRule> egress = policy.getSpec().getEgress();

    // Then
    assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
    assertThat(egress)
        .flatExtracting(NetworkPolicyEgressRule::getPorts)
        .extracting(NetworkPolicyPort::getPort)
        .extracting(port -> port.getIntVal())
        .containsOnly(53, 443);
    assertThat(egress)
        .allSatisfy(rule -> assertThat(rule.getTo()).isNotEmpty())
        .flatExtracting(NetworkPolicyEgressRule::getTo)
        .filteredOn(peer -> peer.getIpBlock() != null)
        .filteredOn(
            peer -> !peer.getIpBlock().getCidr().equals("169.254.20.10/32")) // the node's DNS
        .allSatisfy(
            peer ->
                assertThat(peer.getIpBlock().getExcept())
                    .as("private and metadata addresses of %s", peer.getIpBlock().getCidr())
                    .containsAnyOf("169.254.0.0/16", "fe80::/10"));
  }

  @Test
  void livenessAsksOnlyTheProcessAndAllProbesGoToTheManagementPort() {
    // When
    Map<String, Probe> probes =
        Map.of(
            "started", gateway.getStartupProbe(),
            "live", gateway.getLivenessProbe(),
            "ready", gateway.getReadinessProbe());

    // Then
    assertThat(probes)
        .allSatisfy(
            (name, probe) -> {
              assertThat(probe.getHttpGet().getPath()).isEqualTo("/q/health/" + name);
              assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
            });
  }

  @Test
  void thePodHasTimeToPauseAndThenToLeave() throws ReflectiveOperationException {
    // Given
    String grace = ShutdownConfig.class.getMethod("grace").getAnnotation(WithDefault.class).value();
    long pause = gateway.getLifecycle().getPreStop().getSleep().getSeconds();

    // When
    long period = pod.getTerminationGracePeriodSeconds();

    // Then
    assertThat(Duration.ofSeconds(period))
        .isGreaterThanOrEqualTo(DurationConverter.parseDuration(grace).plusSeconds(pause + 5));
  }

  @Test
  void everyPlaceThatIsWrittenToIsAVolume() {
    // When
    Stream<String> places =
        gateway.getVolumeMounts().stream()
            .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
            .map(VolumeMount::getMountPath);

    // Then
    assertThat(places).containsExactlyInAnyOrder("/tmp", "/var/lib/sluice", "/var/lib/sluice-work");
  }

  @Test
  void tokensAreFilesThatNobodyElseReads() {
    // When
    VolumeMount tokens =
        gateway.getVolumeMounts().stream()
            .filter(mount -> mount.getName().equals("tokens"))
            .findFirst()
            .orElseThrow();

    // Then
    assertThat(tokens.getReadOnly()).isTrue();
    assertThat(tokens.getSubPath()).isNull(); // a mounted part would stay as it was
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("tokens"))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440));
  }

  @Test
  void memoryHasALimitAndStopsNobodyFromDraining() {
    // When
    PodDisruptionBudget budget = Manifests.only(base, PodDisruptionBudget.class, "sluice");

    // Then
    assertThat(gateway.getResources().getLimits()).containsKey("memory").doesNotContainKey("cpu");
    assertThat(bytes(gateway.getResources().getRequests().get("memory")))
        .isLessThanOrEqualTo(bytes(gateway.getResources().getLimits().get("memory")));
    assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(budget.getSpec().getMinAvailable()).isNull();
  }

  /** See decision 0014. */
  @Test
  void theOneReplicaStaysReachableWhileItIsNotReady() {
    // When
    Service service = Manifests.only(base, Service.class, "sluice");

    // Then
    assertThat(workload.getSpec().getReplicas()).isEqualTo(1);
    assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
  }

  @Test
  void everySelectorFindsThePod() {
    // Given
    Map<String, String> labels = workload.getSpec().getTemplate().getMetadata().getLabels();

    // When
    List<Map<String, String>> selectors =
        List.of(
            workload.getSpec().getSelector().getMatchLabels(),
            Manifests.only(base, Service.class, "sluice").getSpec().getSelector(),
            Manifests.only(base, Service.class, "sluice-pods").getSpec().getSelector(),
            Manifests.only(base, PodDisruptionBudget.class, "sluice")
                .getSpec()
                .getSelector()
                .getMatchLabels(),
            Manifests.only(base, NetworkPolicy.class, "sluice")
                .getSpec()
                .getPodSelector()
                .getMatchLabels());

    // Then
    assertThat(selectors)
        .allSatisfy(selector -> assertThat(labels).isNotEmpty().containsAllEntriesOf(selector));
  }

  private static long bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity).longValueExact();
  }
}
