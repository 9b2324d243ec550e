package dev.crossfade.sync.resolve;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who decides, and why. */
public record Decree(String actor, String reason) {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  /**
   * An event that settles no conflict.
   *
   * @param base where the state lies that was looked at
   * @param result null where the record is deleted
   */
  public RecordResolved event(
      RecordKey key, Position base, Take take, @Nullable Document result, SchemaReference schema) {
    return event(key, base, null, take, result, schema);
  }

  /**
   * An event.
   *
   * @param conflict the event that waits; null where none does
   */
  public RecordResolved event(
      RecordKey key,
      Position base,
      @Nullable Position conflict,
      Take take,
      @Nullable Document result,
      SchemaReference schema) {
    // By its id nobody knows it: whether it is a repetition shows in what it finds.
    SourceKey operator = new SourceKey(key.tenant(), ChangeEvent.OPERATOR);
    String id = UUID.randomUUID().toString();
    return new RecordResolved(
        new Envelope(id, operator, Envelope.NO_SEQUENCE, null, null),
        key,
        base,
        conflict,
        take,
        result == null,
        actor,
        reason,
        schema,
        result == null ? Document.parse(NOTHING) : result);
  }
}
