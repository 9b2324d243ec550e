package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.document;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.VersionedBooks;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * Random logs with three versions of records and several publishes: two folds agree, though one
 * keeps only the documents that sync keeps, and loads only those that sync loads.
 */
class VersionFoldTest {
  private static final List<Blueprint> PUBLISHED =
      List.of(VersionedBooks.V1, VersionedBooks.V2, VersionedBooks.V3, VersionedBooks.V3_AGAIN);

  @Property(tries = 500)
  @Label("I16: batches of any size, stored and loaded between, come to what one fold comes to")
  void batches(
      @ForAll Random random,
      @ForAll @IntRange(max = 60) int length,
      @ForAll @IntRange(min = 1, max = 20) int batch) {
    // given
    List<Decoded> log = log(random, length);
    MemoryStates whole = new MemoryStates();
    Decider decider = new Decider(whole, VersionedBooks::blueprint);
    List<Outcome> expected = log.stream().map(decider::decide).toList();

    // when
    List<Outcome> outcomes = new ArrayList<>();
    Map<RecordKey, RecordState> records = new HashMap<>();
    Map<RecordKey, byte[]> kept = new HashMap<>();
    MemoryStates pieces = new MemoryStates();
    for (int from = 0; from < log.size(); from += batch) {
      List<Decoded> part = log.subList(from, Math.min(log.size(), from + batch));
      pieces = loaded(pieces, records, kept, part);
      Decider next = new Decider(pieces, VersionedBooks::blueprint);
      part.forEach(event -> outcomes.add(next.decide(event)));
      store(pieces, records, kept);
    }

    // then
    assertThat(outcomes).isEqualTo(expected);
    assertThat(pieces.records()).isEqualTo(whole.records());
  }

  @Property(tries = 500)
  @Label("I4: a record never goes back to an older version, and always keeps to its schema")
  void neverBack(@ForAll Random random, @ForAll @IntRange(max = 60) int length) {
    // given
    MemoryStates states = new MemoryStates();
    Decider decider = new Decider(states, VersionedBooks::blueprint);
    Map<RecordKey, Integer> versions = new HashMap<>();

    for (Decoded event : log(random, length)) {
      // when
      Outcome outcome = decider.decide(event);

      // then
      if (outcome instanceof Outcome.Applied(Document document, SchemaReference schema)
          && schema != null) {
        RecordKey key = ((RecordChange) ((Event) event).event()).record();
        Integer before = versions.put(key, schema.version());
        assertThat(schema.version()).isGreaterThanOrEqualTo(before == null ? 1 : before);
        if (document != null) {
          var books = VersionedBooks.blueprint(schema.blueprint()).domain("books").orElseThrow();
          assertThat(books.validate(document.tree())).isEmpty();
        }
      }
    }
  }

  private static MemoryStates loaded(
      MemoryStates before,
      Map<RecordKey, RecordState> records,
      Map<RecordKey, byte[]> kept,
      List<Decoded> part) {
    MemoryStates states = new MemoryStates();
    for (String source : List.of("a", "b")) {
      var key = new dev.crossfade.core.event.SourceKey(TENANT, source);
      states.source(key, before.source(key));
    }
    records.forEach(states::record);
    for (Decoded decoded : part) {
      RecordChange change = (RecordChange) ((Event) decoded).event();
      RecordState state = states.record(change.record());
      byte[] bytes = kept.get(change.record());
      if (state.schema() != null
          && state.schema().version() > change.schema().version()
          && bytes != null) {
        states.record(change.record(), state, Document.stored(bytes));
      }
    }
    return states;
  }

  private static void store(
      MemoryStates states, Map<RecordKey, RecordState> records, Map<RecordKey, byte[]> kept) {
    states
        .records()
        .forEach(
            (key, state) -> {
              boolean moved = !state.equals(records.put(key, state));
              SchemaReference schema = state.schema();
              if (!moved || schema == null) {
                return;
              }
              var domain = VersionedBooks.blueprint(schema.blueprint()).domain(key.domain());
              @Nullable Document document = states.document(key);
              kept.remove(key);
              if (document != null && domain.orElseThrow().keepsDocument()) {
                kept.put(key, document.bytes());
              }
            });
  }

  /** Publishes come on the way; an ingest may lag behind them, and a client behind its ingest. */
  private static List<Decoded> log(Random random, int length) {
    List<Decoded> log = new ArrayList<>();
    long[] sequences = new long[2];
    int published = 0;
    for (int i = 0; i < length; i++) {
      if (random.nextInt(length) < 4) {
        published = Math.min(PUBLISHED.size() - 1, published + 1);
      }
      int lag = random.nextInt(4) == 0 ? random.nextInt(published + 1) : 0;
      Blueprint under = PUBLISHED.get(published - lag);
      int version =
          random.nextBoolean() ? under.schemaVersion() : 1 + random.nextInt(under.schemaVersion());
      int source = random.nextInt(2);
      long sequence = ++sequences[source];
      String id = "r" + random.nextInt(3);
      Kind kind = random.nextInt(5) == 0 ? Kind.DELETED : Kind.UPDATED;
      String name = source == 0 ? "a" : "b";
      RecordChange change =
          new RecordChange(
              envelope(name + sequence, name, sequence),
              new RecordKey(TENANT, "books", id),
              kind,
              Basis.UNKNOWN,
              new SchemaReference(under.digest(), version),
              document(record(random, id, version, i)));
      LogRecord at =
          new LogRecord(
              position(TENANT, i), EventFixtures.APPENDED, new Message(null, List.of(), null));
      log.add(new Event(at, change));
    }
    return log;
  }

  private static String record(Random random, String id, int version, int i) {
    StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\"");
    List<String> required =
        switch (version) {
          case 1 -> List.of("\"title\":\"t%d\"");
          case 2 -> List.of("\"title\":\"t%d\"", "\"shelf\":\"s%d\"");
          default -> List.of("\"names\":{\"main\":\"t%d\",\"sub\":\"u%d\"}", "\"shelf\":\"s%d\"");
        };
    List<String> optional =
        switch (version) {
          case 1 ->
              List.of("\"author\":\"a%d\"", "\"size\":{\"page_count\":%d}", "\"legacy\":\"l\"");
          case 2 ->
              List.of("\"authors\":[\"a%d\"]", "\"size\":{\"pageCount\":%d}", "\"state\":\"out\"");
          default -> List.of("\"rating\":%d", "\"size\":{\"heightMm\":%d}", "\"state\":\"lent\"");
        };
    required.forEach(field -> json.append(',').append(field.replace("%d", "" + i)));
    for (String field : optional) {
      if (random.nextBoolean()) {
        json.append(',').append(field.replace("%d", "" + i));
      }
    }
    return json.append('}').toString();
  }
}
