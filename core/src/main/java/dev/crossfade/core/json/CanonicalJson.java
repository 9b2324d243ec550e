package dev.crossfade.core.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One spelling for each JSON value, so that equal values have equal bytes. It feeds keys, ids and
 * digests and therefore never changes (golden files hold it).
 *
 * <p>Names are sorted by UTF-16 code units and strings escaped as little as RFC 8259 allows (both
 * as in RFC 8785). Numbers are exact, unlike RFC 8785: the digits without trailing zeros, then
 * {@code e} and the exponent where it is not 0, so {@code 1.50} is {@code 15e-1} and {@code -0.0}
 * is {@code 0}.
 */
public final class CanonicalJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private CanonicalJson() {}

  /** The canonical bytes, UTF-8. */
  public static byte[] bytes(JsonNode node) {
    Sink sink = new Sink(256);
    write(node, sink);
    return sink.toByteArray();
  }

  /** The same as text. */
  public static String text(JsonNode node) {
    Sink sink = new Sink(256);
    write(node, sink);
    return sink.text();
  }

  /** A JSON array of strings, canonical: the form of keys and of what ids are derived from. */
  public static byte[] array(List<String> strings) {
    Sink sink = new Sink(96);
    sink.write('[');
    for (int i = 0; i < strings.size(); i++) {
      if (i > 0) {
        sink.write(',');
      }
      writeString(strings.get(i), sink);
    }
    sink.write(']');
    return sink.toByteArray();
  }

  /** Whether two values are equal as values: {@code 1.0} and {@code 1}, members in any order. */
  public static boolean equal(JsonNode a, JsonNode b) {
    return Arrays.equals(bytes(a), bytes(b));
  }

  /** A number's canonical spelling. */
  public static String number(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    // Stripped without its scale, which could overflow: a log may hold 100e2147483647.
    BigDecimal stripped = new BigDecimal(value.unscaledValue()).stripTrailingZeros();
    long exponent = -(long) value.scale() - stripped.scale();
    String digits = stripped.unscaledValue().toString();
    return exponent == 0 ? digits : digits + "e" + exponent;
  }

  private static void write(JsonNode node, Sink sink) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, sink);
      case ARRAY -> {
        sink.write('[');
        for (int i = 0; i < node.size(); i++) {
          if (i > 0) {
            sink.write(',');
          }
          write(node.get(i), sink);
        }
        sink.write(']');
      }
      case STRING -> writeString(node.stringValue(), sink);
      case NUMBER -> sink.ascii(numberOf(node));
      case BOOLEAN -> sink.ascii(node.booleanValue() ? "true" : "false");
      case NULL -> sink.ascii("null");
      case MISSING, BINARY, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
    }
  }

  private static String numberOf(JsonNode node) {
    if (node.isInt() || node.isLong()) {
      long value = node.longValue();
      if (value % 10 != 0) {
        return Long.toString(value);
      }
    }
    return number(node.decimalValue());
  }

  private static void writeObject(JsonNode node, Sink sink) {
    String[] names = node.propertyNames().toArray(String[]::new);
    Arrays.sort(names);
    sink.write('{');
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        sink.write(',');
      }
      writeString(names[i], sink);
      sink.write(':');
      write(node.get(names[i]), sink);
    }
    sink.write('}');
  }

  private static void writeString(String value, Sink sink) {
    sink.write('"');
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      sink.utf8(value, from, i);
      from = i + 1;
      writeEscape(c, sink);
    }
    sink.utf8(value, from, value.length());
    sink.write('"');
  }

  private static void writeEscape(char c, Sink sink) {
    sink.write('\\');
    switch (c) {
      case '"', '\\' -> sink.write(c);
      case '\b' -> sink.write('b');
      case '\t' -> sink.write('t');
      case '\n' -> sink.write('n');
      case '\f' -> sink.write('f');
      case '\r' -> sink.write('r');
      default -> {
        sink.ascii("u00");
        sink.write(HEX[c >> 4]);
        sink.write(HEX[c & 0xf]);
      }
    }
  }

  /** Bytes one behind the other; unlike the JDK's, without a lock at each. */
  private static final class Sink {
    private byte[] bytes;
    private int length;

    Sink(int size) {
      bytes = new byte[size];
    }

    void write(int b) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) b;
    }

    void ascii(String text) {
      for (int i = 0; i < text.length(); i++) {
        write(text.charAt(i));
      }
    }

    void utf8(String text, int from, int to) {
      if (from == to) {
        return;
      }
      String part = from == 0 && to == text.length() ? text : text.substring(from, to);
      byte[] encoded = part.getBytes(StandardCharsets.UTF_8);
      if (encoded.length > bytes.length - length) {
        int needed = Math.addExact(length, encoded.length);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * length, MAX_ARRAY)));
      }
      System.arraycopy(encoded, 0, bytes, length, encoded.length);
      length += encoded.length;
    }

    byte[] toByteArray() {
      return Arrays.copyOf(bytes, length);
    }

    String text() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
