package io.sluice.fuzz;

import java.util.ArrayList;
import java.util.List;

/** CSV read letter by letter, the slow way that can be seen to be right (storage-api.md 5). */
final class PlainCsv {
  private final String text;
  private final List<List<String>> records = new ArrayList<>();
  private List<String> record = new ArrayList<>();
  private int at;

  private PlainCsv(String text) {
    this.text = text;
  }

  static List<List<String>> records(String text) {
    return new PlainCsv(text).read();
  }

  private List<List<String>> read() {
    while (at < text.length()) {
      record.add(value());
      boolean more = at < text.length() && text.charAt(at) == ',';
      if (more) {
        at++;
        if (at == text.length()) {
          record.add(null);
        }
      }
      if (!more || at == text.length()) {
        endRecord();
      }
    }
    return records;
  }

  private void endRecord() {
    if (text.startsWith("\r\n", at)) {
      at += 2;
    } else if (at < text.length()) {
      at++;
    }
    records.add(record);
    record = new ArrayList<>();
  }

  private String value() {
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    String value = quoted ? quoted() : unquoted();
    return value.isEmpty() && !quoted ? null : value;
  }

  private String unquoted() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
      value.append(text.charAt(at));
      at += text.charAt(at) == '"' ? 2 : 1;
    }
    at++;
    return value.toString();
  }
}
