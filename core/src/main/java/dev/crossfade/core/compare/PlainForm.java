package dev.crossfade.core.compare;

import dev.crossfade.core.blueprint.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes by which a column's value is hashed, the same in Java and in PostgreSQL whatever a
 * session is set to. They never change: golden files hold them.
 */
final class PlainForm {
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long EPOCH_SECOND = EPOCH_DAY * 86_400;
  private static final long MICROS = 1_000_000;

  private PlainForm() {}

  /** A column as the hash takes it in: 0 for null, or 1, the length and the plain form. */
  static void column(Column column, @Nullable Object value, PlainBytes to) {
    if (value == null) {
      to.oneByte(0);
      return;
    }
    to.oneByte(1);
    int at = to.reserveLength();
    value(column, value, to);
    to.fillLength(at);
  }

  private static void value(Column column, Object value, PlainBytes to) {
    switch (column.type()) {
      case TEXT -> to.bytes(((String) value).getBytes(StandardCharsets.UTF_8));
      case UUID -> {
        to.eightBytes(((UUID) value).getMostSignificantBits());
        to.eightBytes(((UUID) value).getLeastSignificantBits());
      }
      case BOOLEAN -> to.oneByte((Boolean) value ? 1 : 0);
      case INTEGER, BIGINT -> to.eightBytes(((Number) value).longValue());
      case NUMERIC -> to.bytes(decimal((BigDecimal) value).getBytes(StandardCharsets.US_ASCII));
      case DATE -> to.eightBytes(((LocalDate) value).toEpochDay() - EPOCH_DAY);
      case TIME -> to.eightBytes(((LocalTime) value).toNanoOfDay() / 1_000);
      case TIMESTAMPTZ -> to.eightBytes(micros((OffsetDateTime) value));
      case JSONB -> to.bytes(JsonbText.of((String) value).getBytes(StandardCharsets.UTF_8));
      case VECTOR -> {
        List<?> numbers = (List<?>) value;
        to.fourBytes(numbers.size());
        for (Object number : numbers) {
          vectorElement((Double) number, to);
        }
      }
      case ARRAY -> {
        List<?> elements = (List<?>) value;
        Column element = column.asElement();
        to.fourBytes(elements.size());
        for (Object one : elements) {
          column(element, one, to);
        }
      }
    }
  }

  private static void vectorElement(@Nullable Double number, PlainBytes to) {
    if (number == null) {
      to.oneByte(0);
      return;
    }
    to.oneByte(1);
    to.fourBytes(Double.BYTES);
    // Of the two zeros PostgreSQL takes one for the other.
    to.eightBytes(number == 0 ? 0 : Double.doubleToLongBits(number));
  }

  private static String decimal(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  private static long micros(OffsetDateTime time) {
    return (time.toEpochSecond() - EPOCH_SECOND) * MICROS + time.getNano() / 1_000;
  }
}
