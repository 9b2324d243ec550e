package dev.crossfade.core.blueprint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;

/** An exact decimal. What PostgreSQL would round silently is refused. */
final class NumericConverter implements Converter {
  private static final Refusal NO_NUMBER = new Refusal("is not a number");

  private final int wholeDigits;
  private final int scale;
  private final Refusal tooFine;
  private final Refusal tooLarge;

  NumericConverter(int precision, int scale) {
    this.wholeDigits = precision - scale;
    this.scale = scale;
    this.tooFine = new Refusal("has more than " + scale + " decimal places");
    this.tooLarge = new Refusal("has more than " + wholeDigits + " digits before the point");
  }

  @Override
  public Object read(JsonNode value) {
    if (!value.isNumber()) {
      return NO_NUMBER;
    }
    BigDecimal number = value.decimalValue().stripTrailingZeros();
    if (number.scale() > scale) {
      return tooFine;
    }
    if (number.signum() != 0 && number.precision() - number.scale() > wholeDigits) {
      return tooLarge;
    }
    return number.setScale(scale, RoundingMode.UNNECESSARY);
  }

  @Override
  public JsonNode write(Object value) {
    BigDecimal number = ((BigDecimal) value).stripTrailingZeros();
    return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("number", "integer");
  }
}
