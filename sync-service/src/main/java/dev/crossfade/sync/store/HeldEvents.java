package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.HELD_EVENT;

import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Events that are kept without effect, whole: whatever they hold must not be lost. */
public final class HeldEvents {
  private HeldEvents() {}

  /** An event of the log, and why it is held. */
  public record Held(Decoded decoded, Outcome.Why why) {}

  /** Keeps them. */
  public static void write(DSLContext tx, short migration, List<Held> held) {
    if (held.isEmpty()) {
      return;
    }
    var h = HELD_EVENT;
    var insert = tx.insertInto(h).columns(h.fields()).values(new Object[h.fields().length]);
    tx.batch(insert, held.stream().map(e -> values(migration, e)).toArray(Object[][]::new))
        .execute();
    DeadLetters.add(tx, migration, held.stream().map(HeldEvents::letter).toList());
  }

  private static DeadLetters.Letter letter(Held held) {
    LogRecord log = held.decoded().log();
    RecordKey record = record(held.decoded());
    return new DeadLetters.Letter(
        log.position(),
        DeadLetters.Kind.HELD,
        held.why().name(),
        tenant(held.decoded()),
        record == null ? null : record.domain(),
        record == null ? null : record.id(),
        log.appendTime());
  }

  private static @Nullable String tenant(Decoded decoded) {
    RecordKey record = record(decoded);
    Envelope envelope = envelope(decoded);
    return record != null ? record.tenant() : envelope == null ? null : envelope.source().tenant();
  }

  /** Whether an event of this record is held. */
  public static boolean any(DSLContext db, short migration, RecordKey key) {
    var h = HELD_EVENT;
    return db.fetchExists(
        h,
        h.MIGRATION.eq(migration),
        h.TENANT.eq(key.tenant()),
        h.DOMAIN.eq(key.domain()),
        h.ID.eq(key.id()));
  }

  /** In the order of the table's columns. */
  private static @Nullable Object[] values(short migration, Held held) {
    LogRecord log = held.decoded().log();
    RecordKey record = record(held.decoded());
    Envelope envelope = envelope(held.decoded());
    return new @Nullable Object[] {
      migration,
      log.position().partition(),
      log.position().offset(),
      tenant(held.decoded()),
      record == null ? null : record.domain(),
      record == null ? null : record.id(),
      envelope == null ? null : envelope.source().source(),
      envelope == null ? null : envelope.id(),
      held.why().name(),
      held.decoded() instanceof Decoded.Unreadable unreadable ? unreadable.reason().name() : null,
      log.appendTime(),
      log.message().key(),
      headers(log.message().headers()),
      log.message().value()
    };
  }

  private static @Nullable RecordKey record(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().record();
      case Decoded.Unreadable unreadable -> unreadable.record();
    };
  }

  private static @Nullable Envelope envelope(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Event event -> event.event().envelope();
      case Decoded.Unreadable unreadable -> unreadable.envelope();
    };
  }

  /** Name and value of each, either behind its length in four bytes; length -1: no value. */
  private static byte[] headers(List<LogRecord.Header> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (LogRecord.Header header : headers) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        byte[] value = header.value();
        out.writeInt(value == null ? -1 : value.length);
        out.write(value == null ? new byte[0] : value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
