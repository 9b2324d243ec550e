package dev.crossfade.standalone.sample;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers within the bounds of a schema and of a column; now and then one at the very bound. */
final class Numbers {
  private static final List<String> DECIMALS = List.of("0.1", "0.3", "19.99", "0", "100.00", "7.5");
  private static final BigDecimal SAFE = BigDecimal.valueOf(9_007_199_254_740_991L);
  private static final BigDecimal INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final long FROM = 1_700_000_000;
  private static final int SPREAD = 60_000_000;
  private static final int PLACES = 2;

  private final Words words;

  Numbers(Words words) {
    this.words = words;
  }

  /**
   * A number.
   *
   * @param edges whether those at the bounds are among them
   */
  JsonNode make(JsonNode schema, Limits limits, boolean integer, boolean edges) {
    if (!limits.epoch().isEmpty()) {
      long seconds = FROM + words.number(0, SPREAD);
      boolean millis = limits.epoch().equals("epoch-millis");
      return JsonNodeFactory.instance.numberNode(
          millis ? seconds * 1_000 + words.number(0, 1_000) : seconds);
    }
    BigDecimal step = step(schema, limits, integer);
    BigInteger low = bound(schema, limits, step, true);
    BigInteger high = bound(schema, limits, step, false);
    BigDecimal value = new BigDecimal(among(low, high, integer, edges)).multiply(step);
    if (integer) {
      return JsonNodeFactory.instance.numberNode(value.longValueExact());
    }
    BigDecimal known = new BigDecimal(words.pick(DECIMALS));
    boolean fits =
        known.remainder(step).signum() == 0
            && known.compareTo(new BigDecimal(low).multiply(step)) >= 0
            && known.compareTo(new BigDecimal(high).multiply(step)) <= 0;
    return DecimalNode.valueOf(edges && fits && words.chance(8) ? known : value);
  }

  private BigInteger among(BigInteger low, BigInteger high, boolean integer, boolean edges) {
    if (edges && words.chance(40)) {
      return words.chance(2) ? low : high;
    }
    BigInteger begin = low.max(BigInteger.valueOf(-50)).min(high);
    long spread = integer ? 1_000 : 200_000;
    long width = high.subtract(begin).min(BigInteger.valueOf(spread)).longValueExact();
    return begin.add(BigInteger.valueOf(words.number(0L, width + 1)));
  }

  private static BigDecimal step(JsonNode schema, Limits limits, boolean integer) {
    if (schema.has("multipleOf")) {
      return schema.path("multipleOf").decimalValue();
    }
    if (integer || limits.type().equals("integer") || limits.type().equals("bigint")) {
      return BigDecimal.ONE;
    }
    int places = limits.places() < 0 ? PLACES : Math.min(PLACES, limits.places());
    return BigDecimal.ONE.movePointLeft(places);
  }

  /** In steps. */
  private static BigInteger bound(JsonNode schema, Limits limits, BigDecimal step, boolean lower) {
    BigDecimal most = limits.type().equals("integer") ? INTEGER : SAFE;
    if (limits.digits() < 15) {
      most = most.min(BigDecimal.ONE.movePointRight(limits.digits()).subtract(step));
    }
    BigDecimal bound = lower ? most.negate() : most;
    JsonNode told = schema.path(lower ? "minimum" : "maximum");
    if (told.isNumber()) {
      bound = lower ? bound.max(told.decimalValue()) : bound.min(told.decimalValue());
    }
    JsonNode beyond = schema.path(lower ? "exclusiveMinimum" : "exclusiveMaximum");
    if (beyond.isNumber()) {
      BigDecimal inside =
          lower ? beyond.decimalValue().add(step) : beyond.decimalValue().subtract(step);
      bound = lower ? bound.max(inside) : bound.min(inside);
    }
    return bound.divide(step, 0, lower ? RoundingMode.CEILING : RoundingMode.FLOOR).toBigInteger();
  }
}
