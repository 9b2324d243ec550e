package dev.crossfade.core.event;

import static dev.crossfade.core.event.EventFixtures.SCHEMA;
import static dev.crossfade.core.event.EventFixtures.logged;
import static dev.crossfade.core.event.EventFixtures.reader;
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
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

class EventRoundTripTest {
  @Property
  @Label("I2 no invention: what is read from the log is the event that was written")
  void sameEvent(@ForAll("events") ChangeEvent event) {
    // given
    LogRecord log = logged(event, 7);

    // when
    Decoded decoded = reader().read(log);

    // then
    assertThat(decoded).isEqualTo(new Decoded.Event(log, event));
    if (event instanceof RecordChange change
        && decoded instanceof Decoded.Event(var _, RecordChange read)) {
      assertThat(read.data().bytes()).isEqualTo(change.data().bytes());
    }
  }

  @Property
  @Label("Failure class 12: the reader never throws, whatever lies there")
  void neverThrows(
      @ForAll("events") ChangeEvent event,
      @ForAll int where,
      @ForAll byte @Nullable [] bytes,
      @ForAll int partition) {
    // given
    LogRecord log = logged(event, 7);
    Message message = log.message();
    List<Header> headers = message.headers();
    int index = Math.floorMod(where, headers.size() + 3);
    List<Header> changed = new ArrayList<>(headers);
    changed.set(
        index % headers.size(), new Header(headers.get(index % headers.size()).name(), bytes));
    Message broken =
        switch (index - headers.size()) {
          case 0 -> new Message(bytes, headers, message.value());
          case 1 -> new Message(message.key(), headers, bytes);
          case 2 -> new Message(bytes, List.of(new Header("ce_id", bytes)), bytes);
          default -> new Message(message.key(), changed, message.value());
        };
    Position position = where % 5 == 0 ? new Position(partition & 31, 1) : log.position();

    // when
    Decoded decoded = reader().read(new LogRecord(position, log.appendTime(), broken));

    // then
    assertThat(decoded.log().message()).isSameAs(broken);
  }

  @Provide
  Arbitrary<ChangeEvent> events() {
    Arbitrary<String> id =
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(128)
            .filter(text -> Limits.checkId(text) == null);
    Arbitrary<String> source =
        Arbitraries.strings().withChars("azAZ09._~:@-").ofMinLength(1).ofMaxLength(128);
    Arbitrary<Long> sequence = Arbitraries.longs().between(0, Long.MAX_VALUE);
    Arbitrary<Instant> time =
        Arbitraries.longs()
            .between(-2_208_988_800_000L, 7_258_118_399_999L)
            .map(Instant::ofEpochMilli);
    Arbitrary<Envelope> envelope =
        Combinators.combine(
                id,
                id,
                source,
                sequence,
                time.injectNull(0.3),
                Arbitraries.strings().ascii().injectNull(0.5))
            .as(
                (event, tenant, from, number, at, trace) ->
                    new Envelope(event, new SourceKey(tenant, from), number, at, trace));
    Arbitrary<Basis> basis =
        Combinators.combine(
                Combinators.combine(Arbitraries.integers().between(0, 99), sequence)
                    .as(Position::new)
                    .injectNull(0.3),
                Arbitraries.strings().alpha().ofMinLength(1).list().ofMaxSize(5).injectNull(0.3))
            .as(Basis::new);
    Arbitrary<String> domain = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
    Arbitrary<ChangeEvent> changes =
        Combinators.combine(envelope, domain, id, Arbitraries.of(Kind.class), basis, id)
            .as(
                (bears, of, record, kind, knew, text) ->
                    new RecordChange(
                        bears,
                        new RecordKey(bears.source().tenant(), of, record),
                        kind,
                        knew,
                        SCHEMA,
                        Document.of(JsonNodeFactory.instance.objectNode().put("text", text))));
    Arbitrary<ChangeEvent> skips = envelope.filter(Envelope::hasSequence).map(SourceSkipped::new);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, changes),
        net.jqwik.api.Tuple.of(1, skips),
        net.jqwik.api.Tuple.of(3, ofSnapshots(envelope, domain, id)),
        net.jqwik.api.Tuple.of(3, resolutions(envelope, domain, id)));
  }

  private static Arbitrary<ChangeEvent> resolutions(
      Arbitrary<Envelope> envelopes, Arbitrary<String> domain, Arbitrary<String> id) {
    Arbitrary<String> reason =
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(Limits.MAX_REASON)
            .filter(text -> Limits.checkReason(text) == null);
    Arbitrary<String> actor =
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(Limits.MAX_ACTOR)
            .filter(text -> Limits.checkActor(text) == null);
    Arbitrary<Position> position =
        Combinators.combine(
                Arbitraries.integers().between(0, 99), Arbitraries.longs().greaterOrEqual(0))
            .as(Position::new);
    Arbitrary<RecordKey> keys =
        Combinators.combine(domain, id).as((d, i) -> new RecordKey("", d, i));
    return Combinators.combine(
            envelopes,
            keys,
            position,
            position,
            Arbitraries.of(Take.class),
            Arbitraries.of(true, false),
            actor,
            reason)
        .as(
            (bears, of, base, conflict, take, deleted, who, why) -> {
              String tenant = bears.source().tenant();
              return new RecordResolved(
                  new Envelope(
                      bears.id(),
                      new SourceKey(tenant, ChangeEvent.OPERATOR),
                      Envelope.NO_SEQUENCE,
                      bears.time(),
                      bears.trace()),
                  new RecordKey(tenant, of.domain(), of.id()),
                  base,
                  take.settlesConflict() ? conflict : null,
                  take,
                  deleted,
                  who,
                  why,
                  SCHEMA,
                  Document.of(JsonNodeFactory.instance.objectNode().put("text", why)));
            });
  }

  private static Arbitrary<ChangeEvent> ofSnapshots(
      Arbitrary<Envelope> envelopes, Arbitrary<String> domain, Arbitrary<String> text) {
    Arbitrary<Envelope> envelope =
        envelopes.map(
            numbered ->
                new Envelope(
                    numbered.id(),
                    numbered.source(),
                    Envelope.NO_SEQUENCE,
                    numbered.time(),
                    numbered.trace()));
    Arbitrary<String> name =
        Arbitraries.strings().withChars("azAZ09._-").ofMinLength(1).ofMaxLength(64);
    Arbitrary<Long> number = Arbitraries.longs().between(0, Long.MAX_VALUE);
    return Combinators.combine(
            envelope, name, number, domain, text, Arbitraries.integers().between(0, 8))
        .as(
            (bears, id, at, of, record, which) -> {
              String tenant = bears.source().tenant();
              Snapshot snapshot =
                  new Snapshot(
                      id,
                      switch (which % 3) {
                        case 0 -> new Watermark.Through(at);
                        case 1 -> new Watermark.AsOf(EventFixtures.position(tenant, at));
                        default -> Watermark.UNKNOWN;
                      });
              Document data = Document.of(JsonNodeFactory.instance.objectNode().put("t", record));
              return switch (which / 3) {
                case 0 -> new SnapshotStarted(bears, snapshot);
                case 1 -> new SnapshotEnded(bears, id, data);
                default ->
                    new RecordRead(
                        bears, new RecordKey(tenant, of, record), snapshot, SCHEMA, data);
              };
            });
  }
}
