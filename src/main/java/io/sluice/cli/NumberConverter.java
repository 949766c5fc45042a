package io.sluice.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number that is not negative. */
final class NumberConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new TypeConversionException("\"" + text + "\" is no whole number");
    }
    return Long.valueOf(text);
  }
}
