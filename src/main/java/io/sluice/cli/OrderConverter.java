package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ITypeConverter;

/** A column to order by as it is written on a command line, such as {@code id:desc}. */
final class OrderConverter implements ITypeConverter<ObjectNode> {
  /** The order of the HTTP API. */
  @Override
  public ObjectNode convert(String text) {
    int colon = text.lastIndexOf(':');
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("column", colon < 0 ? text : text.substring(0, colon));
    if (colon >= 0) {
      order.put("order", text.substring(colon + 1));
    }
    return order;
  }
}
