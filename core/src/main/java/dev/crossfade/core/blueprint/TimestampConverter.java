package dev.crossfade.core.blueprint;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A point in time (RFC 3339, any offset, at most microseconds, no leap second). It comes back as
 * JavaScript's {@code toISOString} writes it, with six digits where there are microseconds.
 */
final class TimestampConverter implements Converter {
  private static final Refusal NO_TIMESTAMP =
      new Refusal("is not a timestamp of RFC 3339 with an offset, like 2026-03-01T09:30:00.000Z");
  private static final Refusal TOO_FINE = new Refusal("is finer than microseconds");
  private static final Refusal OUTSIDE =
      new Refusal("is a timestamp outside " + IsoText.MIN_YEAR + " to " + IsoText.MAX_YEAR);
  private static final int NANO_DIGITS = 9;
  private static final int MAX_OFFSET_HOURS = 18;

  @Override
  public Object read(JsonNode value) {
    return value.isString() ? parse(value.stringValue()) : NO_TIMESTAMP;
  }

  private static Object parse(String text) {
    LocalDate date = IsoText.date(text);
    int hour = IsoText.number(text, 11, 2);
    int minute = IsoText.number(text, 14, 2);
    int second = IsoText.number(text, 17, 2);
    boolean shaped =
        (IsoText.charAt(text, 10, 'T') || IsoText.charAt(text, 10, 't'))
            && IsoText.charAt(text, 13, ':')
            && IsoText.charAt(text, 16, ':');
    boolean valid =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (date == null || !shaped || !valid) {
      return NO_TIMESTAMP;
    }
    int end = endOfFraction(text);
    int nano = end == 19 ? 0 : nanos(text, end);
    ZoneOffset offset = offset(text, end);
    if (nano < 0 || offset == null) {
      return NO_TIMESTAMP;
    }
    if (nano % 1_000 != 0) {
      return TOO_FINE;
    }
    OffsetDateTime time =
        OffsetDateTime.of(date, LocalTime.of(hour, minute, second, nano), offset)
            .withOffsetSameInstant(ZoneOffset.UTC);
    return IsoText.inRange(time.getYear()) ? time : OUTSIDE;
  }

  /** Behind the seconds, or behind the fraction that follows them. */
  private static int endOfFraction(String text) {
    int end = 19;
    if (IsoText.charAt(text, end, '.')) {
      do {
        end++;
      } while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9');
    }
    return end;
  }

  private static int nanos(String text, int end) {
    int digits = end - 20;
    if (digits < 1 || digits > NANO_DIGITS) {
      return -1;
    }
    int nano = IsoText.number(text, 20, digits);
    for (int i = digits; i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    return nano;
  }

  private static @Nullable ZoneOffset offset(String text, int at) {
    if (at == text.length() - 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
      return ZoneOffset.UTC;
    }
    boolean minus = IsoText.charAt(text, at, '-');
    boolean shaped = (minus || IsoText.charAt(text, at, '+')) && IsoText.charAt(text, at + 3, ':');
    int hours = IsoText.number(text, at + 1, 2);
    int minutes = IsoText.number(text, at + 4, 2);
    if (!shaped || text.length() != at + 6 || hours < 0 || minutes < 0 || minutes > 59) {
      return null;
    }
    if (hours * 60 + minutes > MAX_OFFSET_HOURS * 60) {
      return null;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return ZoneOffset.ofTotalSeconds(minus ? -seconds : seconds);
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf(format((OffsetDateTime) value));
  }

  private static String format(OffsetDateTime value) {
    OffsetDateTime time = value.withOffsetSameInstant(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    IsoText.append(text, time.getYear(), 4);
    IsoText.append(text.append('-'), time.getMonthValue(), 2);
    IsoText.append(text.append('-'), time.getDayOfMonth(), 2);
    IsoText.append(text.append('T'), time.getHour(), 2);
    IsoText.append(text.append(':'), time.getMinute(), 2);
    IsoText.append(text.append(':'), time.getSecond(), 2);
    int micros = time.getNano() / 1_000;
    boolean millis = micros % 1_000 == 0;
    IsoText.append(text.append('.'), millis ? micros / 1_000 : micros, millis ? 3 : 6);
    return text.append('Z').toString();
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return value.stringValue().equals(format((OffsetDateTime) read));
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
