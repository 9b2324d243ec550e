package dev.crossfade.core.blueprint;

import java.time.LocalTime;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A time of day, {@code HH:mm} or {@code HH:mm:ss}; it comes back without seconds that are 0. */
final class TimeConverter implements Converter {
  private static final Refusal NO_TIME = new Refusal("is not a time of day, HH:mm or HH:mm:ss");

  @Override
  public Object read(JsonNode value) {
    String text = value.isString() ? value.stringValue() : "";
    boolean seconds = text.length() == 8;
    if (text.length() != 5 && !seconds) {
      return NO_TIME;
    }
    int hour = IsoText.number(text, 0, 2);
    int minute = IsoText.number(text, 3, 2);
    int second = seconds ? IsoText.number(text, 6, 2) : 0;
    boolean shaped = text.charAt(2) == ':' && (!seconds || text.charAt(5) == ':');
    boolean valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
    return shaped && valid && second >= 0 && second < 60
        ? LocalTime.of(hour, minute, second)
        : NO_TIME;
  }

  @Override
  public JsonNode write(Object value) {
    // LocalTime leaves out seconds that are 0.
    return StringNode.valueOf(((LocalTime) value).withNano(0).toString());
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return value.stringValue().equals(read.toString());
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
