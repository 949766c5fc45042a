package io.sluice.telemetry;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Makes fields of the {@code key=%s} pairs of a log call, so that JSON logs can be searched by them
 * and the lines still read the same everywhere. Names come from the call's format and values from
 * its parameters, never from the finished text: that may quote an upstream, which could write pairs
 * of its own.
 */
@LoggingFilter(name = "fields")
public final class LogFields implements Filter {
  private static final Pattern CONVERSION =
      Pattern.compile(
          "(?:\\b(exportId|table|slice|attempt|connection|code)=)?%[-#+ 0,(]*[0-9]*(?:\\.[0-9]+)?([a-zA-Z%])");

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line instanceof ExtLogRecord record && record.getParameters() != null) {
      addFields(record, record.getParameters());
    }
    return true;
  }

  private static void addFields(ExtLogRecord record, Object[] parameters) {
    Matcher conversions = CONVERSION.matcher(record.getMessage());
    int parameter = 0;
    while (parameter < parameters.length && conversions.find()) {
      if (takesParameter(conversions.group(2))) {
        if (conversions.group(1) != null) {
          record.putMdc(conversions.group(1), String.valueOf(parameters[parameter]));
        }
        parameter++;
      }
    }
  }

  private static boolean takesParameter(String conversion) {
    return !"%".equals(conversion) && !"n".equals(conversion);
  }
}
