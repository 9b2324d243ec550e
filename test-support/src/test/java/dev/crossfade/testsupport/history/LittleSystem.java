package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Rules.Domain;
import dev.crossfade.testsupport.history.Rules.Policy;
import dev.crossfade.testsupport.history.Tables.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients, a log and tables in memory, as plain as can be: what it leaves is a history in which
 * nothing is wrong. A seed, a history.
 */
final class LittleSystem {
  static final String TENANT = "school-1";
  static final String OTHER = "school-2";
  static final Rules RULES =
      new Rules(
          3,
          java.util.Set.of(),
          Map.of(
              "notes", new Domain(Policy.AUTO_OVERWRITE, Map.of()),
              "tags", new Domain(Policy.AUTO_SKIP, Map.of()),
              "cards", new Domain(Policy.AUTO_MERGE, Map.of("c", Policy.AUTO_SKIP)),
              "forms", new Domain(Policy.INTERACTIVE, Map.of())));

  final Draft draft = new Draft(RULES);
  final Random random;
  final Map<RecordName, LittleRecord> records = new LinkedHashMap<>();
  private final Map<SourceName, TreeMap<Long, String>> used = new LinkedHashMap<>();
  private final Map<SourceName, Long> counters = new HashMap<>();
  private long clock = 1;
  private int values;

  LittleSystem(long seed) {
    this.random = new Random(seed);
  }

  /** A history of some hundred events; each thing that can happen has happened in it. */
  static Draft history(long seed) {
    LittleSystem system = new LittleSystem(seed);
    for (int i = 0; i < 60; i++) {
      system.anything();
    }
    new LittleStory(system).tell();
    for (int i = 0; i < 20; i++) {
      system.anything();
    }
    system.close();
    return system.draft;
  }

  private void anything() {
    String tenant = random.nextInt(4) == 0 ? OTHER : TENANT;
    SourceName source = new SourceName(tenant, "device-" + random.nextInt(3));
    String domain = List.of("notes", "tags", "cards", "forms").get(random.nextInt(4));
    RecordName name = new RecordName(tenant, domain, "r" + random.nextInt(3));
    Sent.Event event = edit(source, name, random.nextInt(6) == 0, random.nextInt(3) > 0);
    if (random.nextInt(12) == 0) {
      // The number of an event that never comes.
      number(source);
    }
    Place at = post(event);
    if (random.nextInt(8) == 0) {
      post(event);
    }
    if (random.nextInt(3) == 0) {
      read(name, at);
    }
    if (random.nextInt(15) == 0) {
      draft.sent.add(
          edit(source, name, false, false)
              .answered(random.nextBoolean() ? Answer.REJECTED : Answer.UNKNOWN));
    }
  }

  long number(SourceName source) {
    return counters.merge(source, 1L, Long::sum);
  }

  String value() {
    return "\"v" + values++ + "\"";
  }

  /** An event by a writer who has seen the present version, or none. */
  Sent.Event edit(SourceName source, RecordName name, boolean deletes, boolean seen) {
    LittleRecord record = records.get(name);
    SortedMap<String, String> data = new TreeMap<>();
    String base = null;
    boolean there = record != null && record.offset >= 0;
    if (seen && record != null && there) {
      base = partition(name.tenant()) + ":" + record.offset;
      data.putAll(record.data == null ? Map.of() : record.data);
    }
    List<String> changed = new ArrayList<>();
    for (String field : List.of("a", "b", "c")) {
      if (data.isEmpty() || random.nextInt(2) == 0) {
        data.put(field, value());
        changed.add(field);
      }
    }
    String type = deletes ? "deleted" : there ? "updated" : "created";
    return event(
        source, name, type, base, random.nextBoolean() ? changed : null, deletes ? null : data);
  }

  Sent.Event event(
      SourceName source,
      RecordName name,
      String type,
      @Nullable String base,
      @Nullable List<String> changed,
      @Nullable SortedMap<String, String> data) {
    long number = number(source);
    return new Sent.Event(
        name.tenant(),
        source.source(),
        number,
        source.source() + "-" + number + "-" + random.nextInt(1_000),
        "dev.crossfade.record." + type,
        name.domain(),
        name.id(),
        base,
        changed,
        data == null ? null : json(data),
        Answer.UNKNOWN);
  }

  static int partition(String tenant) {
    return Partitions.of(tenant, RULES.partitions());
  }

  /** Sends it, lets it be decided, and answers where it lies. */
  Place post(Sent.Event event) {
    Entry entry = append(event);
    Place at = entry.place();
    // The answer may be lost.
    draft.sent.add(
        event.answered(random.nextInt(10) == 0 ? Answer.UNKNOWN : new Answer.Accepted(at)));
    decide(event, at);
    return at;
  }

  private Entry append(Sent.Event event) {
    List<Entry.Header> headers = new ArrayList<>();
    header(headers, "ce_specversion", "1.0");
    header(headers, "ce_id", event.id());
    header(headers, "ce_source", "/sources/" + event.source());
    header(headers, "ce_type", event.type());
    header(headers, "ce_tenant", event.tenant());
    header(headers, "ce_sequence", "%020d".formatted(event.sequence()));
    header(headers, "ce_subject", event.domain() + "/" + event.recordId());
    header(headers, "ce_blueprint", "ab".repeat(32));
    header(headers, "ce_schemaversion", "1");
    if (event.base() != null) {
      header(headers, "ce_base", event.base());
    }
    if (event.changed() != null) {
      header(headers, "ce_changed", String.join(",", event.changed()));
    }
    String key =
        "[\"%s\",\"%s\",\"%s\"]".formatted(event.tenant(), event.domain(), event.recordId());
    return append(
        partition(event.tenant()), bytes(key), headers, event.data() == null ? "{}" : event.data());
  }

  Entry append(int partition, byte @Nullable [] key, List<Entry.Header> headers, String value) {
    long offset = draft.next.getOrDefault(partition, 0L);
    draft.next.put(partition, offset + 1);
    draft.commits.add(new History.Commit(partition, offset, offset + 1, "worker"));
    Entry entry = new Entry(partition, offset, clock++, key, headers, bytes(value));
    draft.log.add(entry);
    return entry;
  }

  private static void header(List<Entry.Header> headers, String name, String value) {
    headers.add(new Entry.Header(name, bytes(value)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String json(SortedMap<String, String> data) {
    StringBuilder text = new StringBuilder("{");
    data.forEach(
        (name, value) ->
            text.append(text.length() > 1 ? "," : "").append("\"" + name + "\":" + value));
    return text.append('}').toString();
  }

  private void decide(Sent.Event event, Place at) {
    SourceName source = new SourceName(event.tenant(), event.source());
    TreeMap<Long, String> numbers = used.computeIfAbsent(source, s -> new TreeMap<>());
    RecordName name =
        new RecordName(event.tenant(), String.valueOf(event.domain()), "" + event.recordId());
    String before = numbers.putIfAbsent(event.sequence(), event.id());
    if (before != null) {
      boolean repeated = before.equals(event.id());
      if (!repeated) {
        draft.held.add(at);
      }
      draft.decisions.add(new Tables.Decision(at, repeated ? "duplicate" : "held", null));
      LittleRecord met = records.get(name);
      if (met != null) {
        met.acknowledged(event, at.offset());
      }
      return;
    }
    boolean holes = numbers.size() < numbers.lastKey();
    LittleRecord record =
        records.computeIfAbsent(name, n -> new LittleRecord(RULES.domain(n.domain())));
    String outcome = record.decide(event, at.offset(), holes);
    if (outcome.equals("held")) {
      draft.held.add(at);
    }
    draft.decisions.add(
        new Tables.Decision(
            at, outcome.replace(" waiting", ""), outcome.equals("conflict waiting")));
  }

  /** Something that nobody can read, under the key of that record. */
  void poison(RecordName name) {
    SourceName source = new SourceName(name.tenant(), "broken");
    Sent.Event event = event(source, name, "mangled", null, null, new TreeMap<>());
    Entry entry = append(event);
    draft.sent.add(
        new Sent.Raw(
            entry.key(), entry.headers(), entry.value(), new Answer.Accepted(entry.place())));
    used.computeIfAbsent(source, s -> new TreeMap<>()).put(event.sequence(), event.id());
    LittleRecord record =
        records.computeIfAbsent(name, n -> new LittleRecord(RULES.domain(n.domain())));
    record.heldSince = entry.offset();
    draft.held.add(entry.place());
    draft.decisions.add(new Tables.Decision(entry.place(), "held", null));
  }

  /** A client reads a record, and waits for a position. */
  void read(RecordName name, @Nullable Place waitFor) {
    LittleRecord record = records.get(name);
    long began = clock++;
    Read.Result result;
    LittleRecord.Made shown = record == null ? null : record.shown();
    if (record == null || shown == null || shown.data() == null) {
      result = new Read.Absent(null, record == null ? null : record.state());
    } else {
      Place at = new Place(partition(name.tenant()), shown.offset());
      result = new Read.Found(at, record.state(), json(shown.data()));
    }
    draft.reads.add(new Read(name, waitFor, began, clock++, result));
  }

  long tick() {
    return clock++;
  }

  private void close() {
    boolean digests = random.nextBoolean();
    records.forEach((name, record) -> table(name, record, digests));
    used.forEach(
        (source, numbers) -> {
          long last = numbers.lastKey();
          List<Long> holes = new ArrayList<>();
          for (long n = 1; n <= last; n++) {
            if (!numbers.containsKey(n)) {
              boolean goesOn = n > 1 && !numbers.containsKey(n - 1);
              if (goesOn) {
                holes.set(holes.size() - 1, n);
              } else {
                holes.add(n);
                holes.add(n);
              }
            }
          }
          draft.sources.put(source, new Tables.Source(source, last, numbers.size(), holes));
        });
    draft.takenAt = clock++;
  }

  private void table(RecordName name, LittleRecord record, boolean digests) {
    String json = record.data == null ? null : json(record.data);
    Content content =
        json == null
            ? Content.NONE
            : digests ? new Content.Digest(Canonical.digest(json)) : new Content.Document(json);
    int partition = partition(name.tenant());
    draft.states.put(
        name,
        new Tables.State(
            name,
            record.offset < 0 ? null : new Place(partition, record.offset),
            content,
            record.source,
            record.made.size(),
            record.numbers,
            record.heldSince < 0 ? null : record.heldSince));
    record.waiting.forEach(
        (source, at) -> draft.conflicts.add(new Tables.Conflict(name, source, at, true)));
    record.kept.forEach(
        (source, all) ->
            all.forEach(at -> draft.conflicts.add(new Tables.Conflict(name, source, at, false))));
    LittleRecord.Made shown = record.shown();
    if (record.refused) {
      draft.parked.add(new Tables.Parked(name, record.offset, json));
    }
    if (shown != null && shown.data() != null) {
      draft.rows.put(name, new Tables.Row(name, shown.offset(), json(shown.data())));
    }
  }
}
