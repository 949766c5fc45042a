package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A filter as it is written on a command line, such as {@code status=paid,shipped}. */
final class FilterConverter implements ITypeConverter<ObjectNode> {
  private static final Pattern SHAPE =
      Pattern.compile("([^=!<>:]+)(?::([A-Za-z]+))?(!=|>=|<=|=|>|<)(.*)");
  private static final Map<String, String> OPERATORS =
      Map.of("=", "eq", "!=", "ne", ">", "gt", ">=", "ge", "<", "lt", "<=", "le");

  /** The filter of the HTTP API. */
  @Override
  public ObjectNode convert(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is no filter; write status=paid,shipped or amount:INTEGER>=5");
    }
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    filter.put("column", matcher.group(1).trim());
    filter.put("operator", OPERATORS.get(matcher.group(3)));
    if (matcher.group(2) != null) {
      filter.put("dataType", matcher.group(2));
    }
    var values = filter.putArray("values");
    for (String value : matcher.group(4).split(",", -1)) {
      values.add(value);
    }
    return filter;
  }
}
