package io.sluice.telemetry;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Makes fields of the {@code key=value} pairs that stand in a log line's text, so that JSON logs
 * can be searched by them and the lines still read the same everywhere.
 */
@LoggingFilter(name = "fields")
public final class LogFields implements Filter {
  private static final Pattern PAIR =
      Pattern.compile("\\b(exportId|table|slice|attempt|connection|code)=([^\\s,;]+)");

  private static final PatternFormatter TEXT = new PatternFormatter("%s");

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line instanceof ExtLogRecord record) {
      Matcher pairs = PAIR.matcher(TEXT.format(record));
      while (pairs.find()) {
        record.putMdc(pairs.group(1), pairs.group(2));
      }
    }
    return true;
  }
}
