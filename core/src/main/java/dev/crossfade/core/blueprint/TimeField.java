package dev.crossfade.core.blueprint;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A field that holds a point in time, however it is spelled. Immutable and thread-safe. */
public final class TimeField {
  private final FieldPath path;
  private final Converter converter;

  TimeField(FieldPath path, Converter converter) {
    this.path = path;
    this.converter = converter;
  }

  /** Where documents hold it: RFC 6901. */
  public String pointer() {
    return path.pointer();
  }

  /** The name of its member, without those on the way. */
  public String name() {
    return path.steps().getLast();
  }

  /** The time that a document has there; null where it has none. */
  public @Nullable Instant in(ObjectNode document) {
    JsonNode value = path.find(document);
    return value != null
            && !value.isNull()
            && !value.isMissingNode()
            && converter.read(value) instanceof OffsetDateTime time
        ? time.toInstant()
        : null;
  }
}
