package dev.crossfade.core.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How single CloudEvents attributes are spelled: the one place that reads and writes them. Readers
 * answer null where a text is not sound.
 */
public final class Attributes {
  /** The CloudEvents version that is spoken here. */
  public static final String SPEC_VERSION = "1.0";

  private static final String SOURCE_PREFIX = "/sources/";
  private static final int SEQUENCE_DIGITS = 20;
  private static final Pattern SCHEMA_VERSION = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Attributes() {}

  /** {@code /sources/{id}}. */
  public static String source(String sourceId) {
    return SOURCE_PREFIX + sourceId;
  }

  /** The id in {@code /sources/{id}}. */
  public static @Nullable String sourceId(String source) {
    if (!source.startsWith(SOURCE_PREFIX)) {
      return null;
    }
    String id = source.substring(SOURCE_PREFIX.length());
    return Limits.checkSource(id) == null ? id : null;
  }

  /** Twenty digits, so that the text sorts as the number does. */
  public static String sequence(long sequence) {
    String digits = Long.toString(sequence);
    return "0".repeat(SEQUENCE_DIGITS - digits.length()) + digits;
  }

  /** A number from 1, with or without leading zeros, at most 20 digits. */
  public static @Nullable Long parseSequence(String text) {
    Long sequence = parseThrough(text);
    return sequence == null || sequence == 0 ? null : sequence;
  }

  /** A number from 0: how far a snapshot goes. Spelled as a sequence is. */
  public static @Nullable Long parseThrough(String text) {
    if (text.isEmpty() || text.length() > SEQUENCE_DIGITS) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The version of a record's shape: a whole number without sign or leading zeros. */
  public static @Nullable Integer parseSchemaVersion(String text) {
    return SCHEMA_VERSION.matcher(text).matches() ? Integer.valueOf(text) : null;
  }

  /** {@code {domain}/{id}}. */
  public static String subject(String domain, String id) {
    return domain + "/" + id;
  }

  /** RFC 3339, between the years 1900 and 2200, with at most nine digits of a second. */
  public static @Nullable Instant parseTime(String text) {
    // ISO 8601 allows more: no seconds, no minutes of the offset, seconds in it.
    if (!RFC_3339.matcher(text).matches()) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
      return time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Names separated by commas; null where one of them is empty. */
  public static @Nullable List<String> parseChanged(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> names = List.of(text.split(",", -1));
    return names.stream().anyMatch(String::isBlank) ? null : names;
  }
}
