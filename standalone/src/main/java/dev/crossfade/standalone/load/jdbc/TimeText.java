package dev.crossfade.standalone.load.jdbc;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Times as RFC 3339 writes them. */
final class TimeText {
  private TimeText() {}

  /**
   * A date, a time or both, with an offset where it has a date and a time.
   *
   * @param zone of those that name none
   * @return null beyond the years that the form has, as "infinity" is
   */
  static @Nullable String of(Object value, ZoneId zone) {
    return switch (value) {
      case LocalDate date -> year(date) ? date.toString() : null;
      case LocalDateTime local ->
          year(local)
              ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.atZone(zone).toOffsetDateTime())
              : null;
      case OffsetDateTime time ->
          year(time) ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time) : null;
      case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
      case OffsetTime time -> DateTimeFormatter.ISO_OFFSET_TIME.format(time);
      default -> value.toString();
    };
  }

  private static boolean year(TemporalAccessor value) {
    int year = value.get(ChronoField.YEAR);
    return year >= 0 && year <= 9_999;
  }
}
