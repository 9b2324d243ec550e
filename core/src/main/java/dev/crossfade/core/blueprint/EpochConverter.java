package dev.crossfade.core.blueprint;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** A point in time as whole milliseconds or seconds since 1970, UTC. */
final class EpochConverter implements Converter {
  private static final Refusal OUTSIDE =
      new Refusal("is a time outside " + IsoText.MIN_YEAR + " to " + IsoText.MAX_YEAR);
  private static final OffsetDateTime EPOCH =
      OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final OffsetDateTime MIN = EPOCH.withYear(IsoText.MIN_YEAR);
  private static final OffsetDateTime END = EPOCH.withYear(IsoText.MAX_YEAR + 1);

  private final ChronoUnit unit;

  EpochConverter(EpochUnit unit) {
    this.unit =
        switch (unit) {
          case MILLIS -> ChronoUnit.MILLIS;
          case SECONDS -> ChronoUnit.SECONDS;
        };
  }

  @Override
  public Object read(JsonNode value) {
    Object number =
        WholeNumber.read(value, unit.between(EPOCH, MIN), unit.between(EPOCH, END) - 1, OUTSIDE);
    return number instanceof Long units ? EPOCH.plus(units, unit) : number;
  }

  /** What is finer than the unit comes back as the last whole one before it. */
  @Override
  public JsonNode write(Object value) {
    OffsetDateTime time = (OffsetDateTime) value;
    long seconds = time.toEpochSecond();
    return LongNode.valueOf(
        unit == ChronoUnit.SECONDS ? seconds : seconds * 1_000 + time.getNano() / 1_000_000);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("integer");
  }
}
