package io.sluice.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Changes JSON as a tree, as text and as bytes. */
final class JsonMutator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1e400",
          "999999999999999999999",
          "true",
          "null",
          "\u0000",
          "\r\nX: y",
          "\u202egnp",
          "\ud800",
          "../..",
          "%2e%2e%2f",
          "%",
          "?",
          "#",
          "a@b",
          "\\",
          "//",
          "https:x",
          "https://[::1]/x",
          "s3://",
          "s3://b",
          "gs://b/",
          "azure://a",
          "http://",
          "💧",
          "2026-02-30T25:61:00+99:99",
          "+999999999-12-31T23:59:59-18:00",
          "NaN",
          "x".repeat(9_000));

  private static final List<byte[]> WORDS =
      Stream.of(
              "{",
              "}",
              "[",
              "]",
              ",",
              ":",
              "\"",
              "\\u0000",
              "\\ud800",
              "\\",
              "1e999999999",
              "-0",
              "0.1",
              "1E-2147483647",
              "123456789012345678901234567890",
              "null",
              "true",
              "\"a\":1,\"a\":2",
              "[".repeat(60),
              "[".repeat(1_100),
              "{\"a\":".repeat(60),
              "\ufeff",
              "9".repeat(1_200),
              "//",
              "../",
              "%2e%2e/",
              "%",
              "?",
              "#",
              "@",
              "s3://",
              "gs://")
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  private final ByteMutator bytes = new ByteMutator(WORDS);

  /** Half of them stay JSON. */
  byte[] mutate(byte[] entry, byte[] other, Choices choices) {
    byte[] changed = entry;
    if (!choices.oneIn(3)) {
      changed = tree(entry, other, choices);
    }
    if (choices.oneIn(3)) {
      changed = bytes.mutate(changed, other, choices);
    }
    if (choices.oneIn(60)) {
      changed = new String(changed, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
    }
    return changed;
  }

  private static byte[] tree(byte[] entry, byte[] other, Choices choices) {
    try {
      JsonNode root = JSON.readTree(entry);
      for (int steps = 1 + choices.below(4); steps > 0; steps--) {
        step(root, JSON.readTree(other), choices);
      }
      return JSON.writeValueAsBytes(root);
    } catch (IOException notJson) {
      return entry;
    }
  }

  private static void step(JsonNode root, JsonNode other, Choices choices) {
    List<JsonNode> parents = new ArrayList<>();
    parents(root, parents);
    if (parents.isEmpty()) {
      return;
    }
    JsonNode parent = choices.of(parents);
    if (parent instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = choices.of(names);
      switch (choices.below(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + choices.of(List.of("", "s", "_")), object.get(name));
        default -> object.set(name, value(object.get(name), root, other, choices));
      }
    } else if (parent instanceof ArrayNode array) {
      int at = choices.below(array.size());
      switch (choices.below(5)) {
        case 0 -> array.remove(at);
        case 1 -> array.insert(at, array.get(at).deepCopy());
        case 2 -> array.add(value(array.get(at), root, other, choices));
        default -> array.set(at, value(array.get(at), root, other, choices));
      }
    }
  }

  private static void parents(JsonNode node, List<JsonNode> found) {
    if (node.isContainerNode() && !node.isEmpty()) {
      found.add(node);
    }
    node.forEach(child -> parents(child, found));
  }

  private static JsonNode value(JsonNode old, JsonNode root, JsonNode other, Choices choices) {
    return switch (choices.below(8)) {
      case 0 -> NODES.numberNode(choices.boundary());
      case 1 -> NODES.textNode(choices.of(TEXTS));
      case 2 -> NODES.textNode(bent(old.asText(), choices));
      case 3 -> choices.of(List.of(NODES.nullNode(), NODES.booleanNode(true), NODES.objectNode()));
      case 4 -> NODES.arrayNode().add(old.deepCopy());
      case 5 -> NODES.numberNode(choices.boundary() / 7.0);
      case 6 -> any(root, choices).deepCopy();
      default -> any(other, choices).deepCopy();
    };
  }

  /** A value from elsewhere. */
  private static JsonNode any(JsonNode root, Choices choices) {
    List<JsonNode> leaves = new ArrayList<>();
    leaves(root, leaves);
    return leaves.isEmpty() ? root : choices.of(leaves);
  }

  private static void leaves(JsonNode node, List<JsonNode> found) {
    if (node.isValueNode()) {
      found.add(node);
    }
    node.forEach(child -> leaves(child, found));
  }

  private static String bent(String text, Choices choices) {
    int at = choices.below(text.length() + 1);
    String put = choices.of(TEXTS);
    return text.substring(0, at) + put + text.substring(choices.oneIn(2) ? at : text.length());
  }
}
