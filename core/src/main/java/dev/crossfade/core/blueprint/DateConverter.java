package dev.crossfade.core.blueprint;

import java.time.LocalDate;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A calendar date, {@code YYYY-MM-DD}, that belongs to no time zone. */
final class DateConverter implements Converter {
  private static final Refusal NO_DATE = new Refusal("is not a date, YYYY-MM-DD");
  private static final Refusal OUTSIDE =
      new Refusal("is a date outside " + IsoText.MIN_YEAR + " to " + IsoText.MAX_YEAR);

  @Override
  public Object read(JsonNode value) {
    if (!value.isString() || value.stringValue().length() != 10) {
      return NO_DATE;
    }
    LocalDate date = IsoText.date(value.stringValue());
    if (date == null) {
      return NO_DATE;
    }
    return IsoText.inRange(date.getYear()) ? date : OUTSIDE;
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf(value.toString());
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
