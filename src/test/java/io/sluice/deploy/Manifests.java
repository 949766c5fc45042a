package io.sluice.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the YAML under {@code deploy/}; manifests go into Kubernetes' own types, where a field that
 * those do not know is an error.
 */
final class Manifests {
  static final Path DEPLOY = Path.of("deploy");
  static final Path KUBERNETES = DEPLOY.resolve("kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("ConfigMap", io.fabric8.kubernetes.api.model.ConfigMap.class),
          Map.entry("HTTPRoute", HTTPRoute.class),
          Map.entry("Ingress", Ingress.class),
          Map.entry("Namespace", Namespace.class),
          Map.entry("NetworkPolicy", NetworkPolicy.class),
          Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("PodMonitor", PodMonitor.class),
          Map.entry("PrometheusRule", PrometheusRule.class),
          Map.entry("Secret", Secret.class),
          Map.entry("Service", io.fabric8.kubernetes.api.model.Service.class),
          Map.entry("ServiceAccount", ServiceAccount.class),
          Map.entry("StatefulSet", StatefulSet.class));

  /** The models collect what they do not know in a map; without that, Jackson refuses it. */
  private static final class NothingUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .setAnnotationIntrospector(new NothingUnknown())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Manifests() {}

  /** All files under a directory whose names end so. */
  static Stream<Path> all(Path directory, String... endings) {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isKustomization(Path file) {
    return file.endsWith("kustomization.yaml");
  }

  /** The documents of a YAML file. */
  static List<JsonNode> documents(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> documents(Path file) {
    return documents(text(file));
  }

  /** The document as Kubernetes' own type; fails on an unknown kind, version or field. */
  static HasMetadata strict(JsonNode document) {
    String kind = document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException("No type is known for the kind '" + kind + "'");
    }
    String version = document.path("apiVersion").asText();
    if (!version.equals(HasMetadata.getApiVersion(type))) {
      throw new IllegalArgumentException(kind + " is not of version " + version);
    }
    try {
      return YAML.treeToValue(document, type);
    } catch (IOException e) {
      throw new IllegalArgumentException(kind + ": " + e.getMessage(), e);
    }
  }

  /** The one resource of that type and name in a rendered or plain set of documents. */
  static <T extends HasMetadata> T only(List<HasMetadata> resources, Class<T> type, String name) {
    return resources.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(resource -> resource.getMetadata().getName().equals(name))
        .reduce(
            (one, other) -> {
              throw new IllegalStateException("Two of " + type.getSimpleName() + " " + name);
            })
        .orElseThrow(() -> new IllegalStateException("No " + type.getSimpleName() + " " + name));
  }

  static List<HasMetadata> resources(Path directory) {
    return all(directory, ".yaml")
        .filter(file -> !isKustomization(file))
        .flatMap(file -> documents(file).stream())
        .map(Manifests::strict)
        .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
