package dev.crossfade.core.event;

import static dev.crossfade.core.event.EventFixtures.SCHEMA;
import static dev.crossfade.core.event.EventFixtures.STUDENT;
import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.document;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final Instant TIME = Instant.parse("2026-03-01T11:59:58.123Z");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Envelope BARE = envelope("e-1", "backend", 0);
  private static final Envelope FULL = envelope("e-1", "browser-1", 1042, TIME, TRACE);
  private static final Basis BASIS = new Basis(new Position(3, 1041), List.of("name", "größe"));

  @Test
  @DisplayName("Change events lie in the log as in the golden file")
  void golden() throws IOException {
    GoldenFile file = new GoldenFile("change-events.txt");
    for (Kind kind : Kind.values()) {
      show(file, kind + ", all optional headers", change(FULL, kind, BASIS));
      show(file, kind + ", none of them", change(BARE, kind, Basis.UNKNOWN));
    }
    Kind kind = Kind.UPDATED;
    Basis none = Basis.UNKNOWN;
    show(file, "only sequence", change(envelope("e-1", "browser-1", 1), kind, none));
    show(file, "only time", change(envelope("e-1", "b", 0, TIME, null), kind, none));
    show(file, "only traceparent", change(envelope("e-1", "b", 0, null, TRACE), kind, none));
    show(file, "only base", change(BARE, kind, new Basis(new Position(0, 0), null)));
    show(file, "only changed", change(BARE, kind, new Basis(null, List.of("a"))));
    show(file, "nothing changed", change(BARE, kind, new Basis(null, List.of())));
    show(file, "skipped, all optional headers", new SourceSkipped(FULL));
    show(file, "skipped", new SourceSkipped(envelope("e-1", "browser-1", Long.MAX_VALUE)));
    show(file, "beyond ASCII", beyondAscii());
    Envelope timed = envelope("s-1:start", "browser-1", 0, TIME, TRACE);
    Envelope row = envelope("s-1:0:7", "browser-1", 0);
    Snapshot through = new Snapshot("s-1", new Watermark.Through(41));
    Snapshot empty = new Snapshot("s-1", new Watermark.Through(0));
    Snapshot asOf = new Snapshot("s-1", new Watermark.AsOf(EventFixtures.position(TENANT, 1042)));
    Snapshot unknown = new Snapshot("s-1", Watermark.UNKNOWN);
    for (Snapshot snapshot : List.of(through, empty, asOf, unknown)) {
      show(file, "read, " + snapshot.watermark(), read(row, snapshot));
      show(file, "started, " + snapshot.watermark(), new SnapshotStarted(row, snapshot));
    }
    show(file, "read, all optional headers", read(timed, through));
    show(file, "started, all optional headers", new SnapshotStarted(timed, through));
    Document audit = document("{\"needed\":true,\"itemCount\":120}");
    show(file, "ended", new SnapshotEnded(row, "s-1", audit));
    show(file, "ended, all optional headers", new SnapshotEnded(timed, "s-1", audit));
    Envelope decided = envelope("d-1", ChangeEvent.OPERATOR, 0);
    for (Take take : Take.values()) {
      show(file, "resolved, " + take, resolved(decided, take, false));
      show(file, "resolved, " + take + ", a delete", resolved(decided, take, true));
    }
    Envelope full = envelope("d-1", ChangeEvent.OPERATOR, 0, TIME, TRACE);
    show(file, "resolved, all optional headers", resolved(full, Take.MERGED, false));
    file.check();
  }

  private static RecordResolved resolved(Envelope envelope, Take take, boolean deleted) {
    return new RecordResolved(
        envelope,
        STUDENT,
        new Position(3, 1040),
        take.settlesConflict() ? new Position(3, 1042) : null,
        take,
        deleted,
        "ada@schule.example",
        "größer ist richtig\nso vereinbart",
        SCHEMA,
        document(deleted ? "{}" : "{\"name\":\"Ada\"}"));
  }

  private static RecordRead read(Envelope envelope, Snapshot snapshot) {
    return new RecordRead(envelope, STUDENT, snapshot, SCHEMA, document("{\"name\":\"Ada\"}"));
  }

  @Test
  @DisplayName("Failure class 9: a delete is no tombstone of the topic")
  void deleteCarriesData() {
    assertThat(EventCodec.encode(change(BARE, Kind.DELETED, Basis.UNKNOWN)).value()).isNotEmpty();
    assertThat(EventCodec.encode(new SourceSkipped(FULL)).value()).isNotEmpty();
  }

  private static ChangeEvent beyondAscii() {
    SourceKey source = new SourceKey("學校", "browser-1");
    return new RecordChange(
        new Envelope("ереignis-😀", source, 7, null, null),
        new RecordKey("學校", "schüler", "a/b \"😀\""),
        Kind.CREATED,
        Basis.UNKNOWN,
        SCHEMA,
        document("{ \"größe\" : 1.50, \"x\":\"\\u00e9é\" }"));
  }

  private static RecordChange change(Envelope envelope, Kind kind, Basis basis) {
    return new RecordChange(envelope, STUDENT, kind, basis, SCHEMA, document("{\"name\":\"Ada\"}"));
  }

  private static void show(GoldenFile file, String title, ChangeEvent event) {
    Message message = EventCodec.encode(event);
    file.line("## " + title);
    for (Header header : message.headers()) {
      file.line(header.name() + ": " + GoldenFile.text(requireNonNull(header.value())));
    }
    file.line("key: " + GoldenFile.text(requireNonNull(message.key())));
    file.line("value: " + GoldenFile.text(requireNonNull(message.value())));
    file.line("");
  }
}
