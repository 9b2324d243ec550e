package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.json.CanonicalJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that columns can have, the odd ones often. */
final class RandomValues {
  private static final String[] PIECES = {
    "a", "bb", "Zoë", "é", "学校", "🎓", "\u0001", "\u001f", "\u007f", "\u0080", "\u2028", "\n", "\t",
    "\r", "\b", "\f", "\"", "\\", "\\u0041", "'", "{", "}", ",", "NULL", "null", "/", " ", "%"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0.0",
    "1",
    "1.0",
    "1.50",
    "-1",
    "1e3",
    "1E+2",
    "25e-4",
    "1e-7",
    "0.1",
    "100",
    "-100.00",
    "9007199254740993",
    "123456789012345678901234567890",
    "0.000000000000000000000000000001",
    "1e120",
    "-12e-90",
    "1.7976931348623157e308",
    "5e-324",
    "0e5"
  };
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  @Nullable Object orNull(Column column) {
    return random.nextInt(5) == 0 ? null : value(column);
  }

  Object value(Column column) {
    return switch (column.type()) {
      case TEXT -> text();
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> one(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt());
      case BIGINT -> one(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong());
      case NUMERIC -> decimal(column);
      case DATE -> day();
      case TIME ->
          LocalTime.ofNanoOfDay(one(0L, 86_399_999_999L, random.nextLong(86_400_000_000L)) * 1_000);
      case TIMESTAMPTZ -> moment();
      case JSONB -> json();
      case VECTOR -> list(column.size(), () -> number());
      case ARRAY -> list(random.nextInt(4), () -> value(column.asElement()));
    };
  }

  private interface Making {
    Object one();
  }

  private static List<Object> list(int size, Making making) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(making.one());
    }
    return list;
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(one(PIECES));
    }
    return text.toString();
  }

  private BigDecimal decimal(Column column) {
    int digits = 1 + random.nextInt(column.size());
    BigInteger unscaled =
        random.nextInt(4) == 0
            ? BigInteger.ZERO
            : BigInteger.TEN.pow(digits).subtract(BigInteger.valueOf(random.nextInt(9) + 1));
    BigDecimal number = new BigDecimal(unscaled, column.scale());
    return random.nextBoolean() ? number : number.negate();
  }

  private LocalDate day() {
    return one(
        LocalDate.of(2000, 1, 1),
        LocalDate.of(1, 1, 1),
        LocalDate.of(9999, 12, 31),
        LocalDate.of(1899, 12, 31).plusDays(random.nextInt(100_000)));
  }

  private OffsetDateTime moment() {
    long micros = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000);
    return OffsetDateTime.of(
        day().withYear(one(1, 1883, 1900, 2000, 2024, 2038, 9999)),
        LocalTime.of(random.nextInt(24), random.nextInt(60), one(0, 59), (int) micros * 1_000),
        ZoneOffset.UTC);
  }

  private Double number() {
    return one(
        0.0,
        -0.0,
        0.1,
        Double.MIN_VALUE,
        -2e-300,
        Double.MAX_VALUE,
        1.0 / 3,
        random.nextGaussian(),
        (double) random.nextInt());
  }

  /** As the mapping makes it, or in another spelling, as a blueprint's constant can be. */
  private String json() {
    JsonNode tree = json(0);
    return random.nextBoolean() ? CanonicalJson.text(tree) : tree.toPrettyString();
  }

  private JsonNode json(int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 7)) {
      case 0 -> NODES.stringNode(text());
      case 1 -> NODES.numberNode(new BigDecimal(one(NUMBERS)));
      case 2 -> NODES.booleanNode(random.nextBoolean());
      case 3 -> NODES.nullNode();
      case 4 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(json(depth + 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(text(), json(depth + 1));
        }
        yield object;
      }
    };
  }
}
