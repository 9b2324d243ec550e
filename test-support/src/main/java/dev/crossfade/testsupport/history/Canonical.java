package dev.crossfade.testsupport.history;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The canonical text of JSON objects: names sorted by UTF-16 units, nothing escaped that need not
 * be, numbers as digits without trailing zeros and an exponent. What may not lie in the log has
 * none.
 */
final class Canonical {
  private static final int MOST_DIGITS = 100;
  private static final int LARGEST_EXPONENT = 400;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(1_000)
                  .maxNameLength(1_024)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Canonical() {}

  /** The text of strict UTF-8; null where it is none. */
  static @Nullable String text(byte[] bytes) {
    boolean ascii = true;
    for (byte b : bytes) {
      ascii &= b >= 0;
    }
    if (ascii) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Null where this is not the text of a sound object. */
  static @Nullable String object(String text) {
    StringBuilder out = new StringBuilder(text.length());
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      boolean sound =
          parser.nextToken() == JsonToken.START_OBJECT
              && object(parser, out)
              && parser.nextToken() == null;
      return sound ? out.toString() : null;
    } catch (JacksonException | NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  private record Member(String name, String text) {}

  private static boolean object(JsonParser parser, StringBuilder out) {
    out.append('{');
    int begin = out.length();
    List<String> names = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    boolean sorted = true;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_OBJECT; t = parser.nextToken()) {
      String name = parser.currentName();
      if (!sound(name) || reserved(name)) {
        return false;
      }
      sorted &= names.isEmpty() || names.getLast().compareTo(name) < 0;
      if (!names.isEmpty()) {
        out.append(',');
      }
      names.add(name);
      starts.add(out.length());
      string(name, out);
      out.append(':');
      if (!value(parser, parser.nextToken(), out)) {
        return false;
      }
    }
    if (!sorted) {
      sort(out, begin, names, starts);
    }
    out.append('}');
    return true;
  }

  private static void sort(StringBuilder out, int begin, List<String> names, List<Integer> starts) {
    Member[] members = new Member[names.size()];
    for (int i = 0; i < members.length; i++) {
      int end = i + 1 < members.length ? starts.get(i + 1) - 1 : out.length();
      members[i] = new Member(names.get(i), out.substring(starts.get(i), end));
    }
    Arrays.sort(members, Comparator.comparing(Member::name));
    out.setLength(begin);
    for (Member member : members) {
      if (out.length() > begin) {
        out.append(',');
      }
      out.append(member.text());
    }
  }

  private static boolean value(JsonParser parser, @Nullable JsonToken token, StringBuilder out) {
    if (token == null) {
      return false;
    }
    if (token == JsonToken.START_OBJECT) {
      return object(parser, out);
    }
    if (token == JsonToken.START_ARRAY) {
      return array(parser, out);
    }
    if (token == JsonToken.VALUE_STRING) {
      String text = parser.getString();
      string(text, out);
      return sound(text);
    }
    if (token.isNumeric()) {
      return number(parser.getString(), out);
    }
    out.append(token.asString());
    return token == JsonToken.VALUE_TRUE
        || token == JsonToken.VALUE_FALSE
        || token == JsonToken.VALUE_NULL;
  }

  private static boolean array(JsonParser parser, StringBuilder out) {
    out.append('[');
    boolean first = true;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      if (!value(parser, t, out)) {
        return false;
      }
    }
    out.append(']');
    return true;
  }

  private static boolean number(String text, StringBuilder out) {
    if (text.length() < 18 && plain(text)) {
      out.append(text);
      return true;
    }
    BigDecimal number = new BigDecimal(text);
    if (number.precision() > MOST_DIGITS
        || Math.abs((long) number.precision() - number.scale() - 1) > LARGEST_EXPONENT) {
      // A whole number within 64 bits has no more than 19 digits.
      return false;
    }
    if (number.signum() == 0) {
      out.append('0');
      return true;
    }
    BigDecimal shortest = number.stripTrailingZeros();
    out.append(shortest.unscaledValue());
    if (shortest.scale() != 0) {
      out.append('e').append(-shortest.scale());
    }
    return true;
  }

  /** Digits that are their own canonical form: nothing but digits, the last one not 0. */
  private static boolean plain(String digits) {
    for (int i = digits.charAt(0) == '-' ? 1 : 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return digits.charAt(digits.length() - 1) != '0' || digits.length() == 1;
  }

  private static boolean reserved(String name) {
    return name.equals("__proto__") || name.equals("constructor") || name.equals("prototype");
  }

  /** No U+0000, no lone surrogate. */
  static boolean sound(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** A string as JSON. */
  static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** SHA-256 of the canonical text, in hexadecimal. */
  static String digest(String canonical) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
