package dev.crossfade.reconcile.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random messages of one partition: writes, deletes, repetitions, holes, forks, sources without
 * numbers, snapshots, resolutions, and what cannot be read.
 */
public final class RandomLog {
  private static final int RECORDS = 5;

  private final Random random;
  private final int partition;
  private final List<String> tenants;
  private final List<Message> messages = new ArrayList<>();
  private final Map<SourceKey, Long> numbers = new HashMap<>();
  private final Map<SourceKey, Snapshot> snapshots = new HashMap<>();

  /** Of these tenants. */
  public RandomLog(long seed, int partition, List<String> tenants) {
    this.random = new Random(seed);
    this.partition = partition;
    this.tenants = tenants;
  }

  /** All so far. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** So many more. */
  public RandomLog more(int count) {
    for (int i = 0; i < count; i++) {
      messages.add(next());
    }
    return this;
  }

  private Message next() {
    return switch (random.nextInt(24)) {
      case 0 -> repeated();
      case 1 -> unreadable();
      case 2 -> new Message("junk".getBytes(UTF_8), List.of(), null);
      case 3, 4 -> marker();
      case 5, 6, 7, 8 -> row();
      case 9 -> EventCodec.encode(new SourceSkipped(numbered(source())));
      case 10, 11 -> resolved();
      default -> EventCodec.encode(change(source(), record(), schema()));
    };
  }

  private Message repeated() {
    return messages.isEmpty()
        ? EventCodec.encode(change(source(), record(), schema()))
        : oneOf(messages);
  }

  /** Of a blueprint that nobody has published. */
  private Message unreadable() {
    Digest unknown = Digest.of("nobody's".getBytes(UTF_8));
    return EventCodec.encode(change(source(), record(), new SchemaReference(unknown, 1)));
  }

  private RecordChange change(SourceKey source, RecordKey record, SchemaReference schema) {
    Kind kind = random.nextInt(5) == 0 ? Kind.DELETED : Kind.UPDATED;
    Envelope envelope = source.source().equals("plain") ? unnumbered(source) : numbered(source);
    long seen = messages.size() - 1L - random.nextInt(10);
    Position base = seen < 0 || random.nextInt(4) == 0 ? null : new Position(partition, seen);
    List<String> changed = random.nextBoolean() ? null : List.of(oneOf(List.of("b", "c")));
    RecordKey own = new RecordKey(source.tenant(), record.domain(), record.id());
    return new RecordChange(
        envelope, own, kind, new Basis(base, changed), schema, document(own, schema));
  }

  private Message marker() {
    SourceKey source = source();
    Snapshot latest = snapshots.get(source);
    if (latest != null && random.nextBoolean()) {
      return EventCodec.encode(
          new SnapshotEnded(unnumbered(source), latest.id(), Document.parse("{}".getBytes(UTF_8))));
    }
    Watermark watermark =
        switch (random.nextInt(3)) {
          case 0 -> Watermark.UNKNOWN;
          case 1 -> new Watermark.Through(numbers.getOrDefault(source, 0L));
          default -> new Watermark.AsOf(new Position(partition, Math.max(0, messages.size() - 1)));
        };
    Snapshot next = new Snapshot("s" + messages.size(), watermark);
    snapshots.put(source, next);
    return EventCodec.encode(new SnapshotStarted(unnumbered(source), next));
  }

  private Message row() {
    SourceKey source = source();
    Snapshot snapshot = snapshots.getOrDefault(source, new Snapshot("none", Watermark.UNKNOWN));
    RecordKey record = record(source.tenant());
    SchemaReference schema = schema();
    return EventCodec.encode(
        new RecordRead(unnumbered(source), record, snapshot, schema, document(record, schema)));
  }

  private Message resolved() {
    String tenant = oneOf(tenants);
    RecordKey record = record(tenant);
    SchemaReference schema = schema();
    Take take = oneOf(List.of(Take.values()));
    return EventCodec.encode(
        new RecordResolved(
            unnumbered(new SourceKey(tenant, ChangeEvent.OPERATOR)),
            record,
            recent(),
            take.settlesConflict() ? recent() : null,
            take,
            random.nextInt(4) == 0,
            "ada",
            "because",
            schema,
            document(record, schema)));
  }

  private Position recent() {
    return new Position(partition, Math.max(0, messages.size() - 1 - random.nextInt(10)));
  }

  private Envelope numbered(SourceKey source) {
    long last = numbers.getOrDefault(source, 0L);
    long number =
        switch (random.nextInt(12)) {
          case 0 -> last + 3;
          case 1 -> Math.max(1, last - random.nextInt(5));
          default -> last + 1;
        };
    numbers.put(source, Math.max(last, number));
    // Now and then another event under a number that was used.
    String id = random.nextInt(30) == 0 ? "fork" + messages.size() : "e" + number;
    return new Envelope(id, source, number, null, null);
  }

  private Envelope unnumbered(SourceKey source) {
    return new Envelope("m" + messages.size(), source, 0, null, null);
  }

  private SourceKey source() {
    return new SourceKey(oneOf(tenants), oneOf(List.of("phone", "laptop", "plain")));
  }

  private RecordKey record() {
    return record(oneOf(tenants));
  }

  private RecordKey record(String tenant) {
    String id = random.nextInt(9) == 0 ? "ä 𝄞" : "r" + random.nextInt(RECORDS);
    return new RecordKey(tenant, oneOf(Notes.DOMAINS), id);
  }

  private SchemaReference schema() {
    Blueprint under = random.nextInt(3) == 0 ? Notes.V2 : Notes.V1;
    return new SchemaReference(
        under.digest(), under == Notes.V2 && random.nextInt(3) == 0 ? 1 : under.schemaVersion());
  }

  private Document document(RecordKey record, SchemaReference schema) {
    String first = schema.version() == 1 ? "a" : "z";
    String json =
        "{\"id\":\"%s\",\"%s\":%d%s%s}"
            .formatted(record.id(), first, random.nextInt(3), perhaps("b"), perhaps("c"));
    return Document.parse(json.getBytes(UTF_8));
  }

  private String perhaps(String field) {
    return random.nextInt(3) == 0 ? "" : ",\"%s\":%d".formatted(field, random.nextInt(3));
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** As the broker gives it. */
  static LogRecord at(int partition, long offset, Message message, java.time.Instant appended) {
    return new LogRecord(new Position(partition, offset), appended, message);
  }

  /** The value of a header; null where there is none. */
  static @Nullable String header(Message message, String name) {
    for (LogRecord.Header header : message.headers()) {
      if (header.name().equals(name) && header.value() != null) {
        return new String(header.value(), UTF_8);
      }
    }
    return null;
  }
}
