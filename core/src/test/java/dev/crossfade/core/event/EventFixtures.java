package dev.crossfade.core.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events and log records for tests. */
public final class EventFixtures {
  public static final int PARTITIONS = 24;
  public static final Digest BLUEPRINT = Digest.of("a blueprint".getBytes(UTF_8));
  public static final SchemaReference SCHEMA = new SchemaReference(BLUEPRINT, 3);
  public static final Instant APPENDED = Instant.parse("2026-03-01T12:00:00Z");
  public static final String TENANT = "school-1";
  public static final RecordKey STUDENT = new RecordKey(TENANT, "students", "42");

  private EventFixtures() {}

  /** Knows {@link #BLUEPRINT} and no other. */
  public static EventReader reader() {
    return new EventReader(PARTITIONS, BLUEPRINT::equals);
  }

  public static Envelope envelope(String id, String source, long sequence) {
    return envelope(id, source, sequence, null, null);
  }

  public static Envelope envelope(
      String id, String source, long sequence, @Nullable Instant time, @Nullable String trace) {
    return new Envelope(id, new SourceKey(TENANT, source), sequence, time, trace);
  }

  public static RecordChange change(Envelope envelope, RecordKey record, Kind kind, String json) {
    return new RecordChange(envelope, record, kind, Basis.UNKNOWN, SCHEMA, document(json));
  }

  public static Document document(String json) {
    return Document.parse(json.getBytes(UTF_8));
  }

  /** Where a tenant's events lie. */
  public static Position position(String tenant, long offset) {
    return new Position(Partitioner.partition(tenant, PARTITIONS), offset);
  }

  /** The event as it lies in the log. */
  public static LogRecord logged(ChangeEvent event, long offset) {
    return new LogRecord(
        position(event.envelope().source().tenant(), offset), APPENDED, EventCodec.encode(event));
  }
}
