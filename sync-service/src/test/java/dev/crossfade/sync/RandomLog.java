package dev.crossfade.sync;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random log of one tenant over few records of a blueprint, and of its earlier versions: creates,
 * updates, deletes, returns, repetitions, references to what is not there yet, and snapshots in
 * between.
 */
final class RandomLog {
  private static final int RECORDS = 4;
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String LONG = "x".repeat(1_100);

  private final Random random;
  private final String tenant;
  private final boolean calm;
  private final int partition;
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<RecordKey, Set<RecordKey>> live = new LinkedHashMap<>();
  private final List<ChangeEvent> events = new ArrayList<>();
  private final Map<String, Snapshot> snapshots = new HashMap<>();
  private final List<Blueprint> published = new ArrayList<>();

  // Of the blueprint that events are made under at the moment.
  private @Nullable Blueprint current;
  private boolean seesAll;
  private Map<String, JsonNode> domains = Map.of();
  private Map<String, Link> links = Map.of();

  private record Link(String target, boolean missingParks, boolean deleteParks) {}

  /**
   * @param calm whether nothing is ever to be parked: what would be refused is left out
   */
  RandomLog(long seed, String tenant, int partition, boolean calm) {
    this.random = new Random(seed);
    this.tenant = tenant;
    this.calm = calm;
    this.partition = partition;
  }

  /** Publishes another blueprint: most events are made under it from here on. */
  void publish(Blueprint next) {
    published.add(next);
    under(next);
  }

  private void under(Blueprint next) {
    current = next;
    domains = new LinkedHashMap<>();
    links = new HashMap<>();
    for (JsonNode domain : next.json().get("domains")) {
      String name = domain.get("name").stringValue();
      domains.put(name, domain);
      for (JsonNode row : domain.get("rows")) {
        String each = row.has("each") ? row.get("each").stringValue() + "/*" : "";
        for (JsonNode column : row.get("columns")) {
          if (column.has("reference")) {
            links.put(
                name + each + column.get("from").stringValue(),
                new Link(
                    column.get("reference").stringValue(),
                    column.get("missing").asString("null").equals("park"),
                    column.path("onDelete").asString("null").equals("park")));
          }
        }
      }
    }
  }

  private Blueprint blueprint() {
    return Objects.requireNonNull(current);
  }

  List<ChangeEvent> events() {
    return List.copyOf(events);
  }

  void more(int count) {
    for (int i = 0; i < count; i++) {
      // An ingest may not have heard of a publish yet.
      under(random.nextInt(6) == 0 ? oneOf(published) : published.getLast());
      if (!events.isEmpty() && random.nextInt(20) == 0) {
        events.add(events.get(random.nextInt(events.size())));
      } else if (random.nextInt(8) == 0) {
        resolve();
      } else if (random.nextInt(10) == 0) {
        marker();
      } else if (random.nextInt(4) == 0) {
        delete();
      } else {
        boolean row = random.nextInt(3) == 0;
        put(oneOf(List.copyOf(domains.keySet())), random.nextInt(RECORDS), false, source(), row);
      }
    }
  }

  /** Puts all records, parents first, so that nothing has to wait any more. */
  void heal() {
    seesAll = true;
    under(published.getLast());
    Set<String> done = new HashSet<>();
    while (done.size() < domains.size()) {
      for (String domain : domains.keySet()) {
        boolean ready =
            links.entrySet().stream()
                .filter(e -> e.getKey().startsWith(domain + "/"))
                .map(e -> e.getValue().target())
                .allMatch(target -> target.equals(domain) || done.contains(target));
        if (!done.contains(domain) && (ready || done.size() + 1 == domains.size())) {
          for (int i = 0; i < RECORDS; i++) {
            put(domain, i, true, "s1", false);
            put(domain, i, true, "s2", false);
          }
          done.add(domain);
        }
      }
    }
  }

  /** Starts a snapshot of a source, with or without a number, or ends its latest. */
  private void marker() {
    String source = source();
    Snapshot latest = snapshots.get(source);
    Envelope envelope = unnumbered(source);
    if (latest != null && random.nextBoolean()) {
      events.add(new SnapshotEnded(envelope, latest.id(), Document.parse(EMPTY)));
    } else {
      long last = sequences.getOrDefault(source, 0L);
      Watermark watermark =
          !calm && random.nextInt(3) == 0 ? Watermark.UNKNOWN : new Watermark.Through(last);
      Snapshot next = new Snapshot(source + "-" + events.size(), watermark);
      snapshots.put(source, next);
      events.add(new SnapshotStarted(envelope, next));
    }
  }

  private Envelope unnumbered(String source) {
    return new Envelope("m" + events.size(), new SourceKey(tenant, source), 0, null, null);
  }

  private void delete() {
    List<RecordKey> can = new ArrayList<>(live.keySet());
    if (calm) {
      live.values().forEach(can::removeAll);
    }
    can.removeIf(key -> !domains.containsKey(key.domain()));
    if (!can.isEmpty()) {
      RecordKey key = oneOf(can);
      live.remove(key);
      add(source(), key, Kind.DELETED, blueprint().schemaVersion(), "{}");
    }
  }

  private void put(String name, int number, boolean tidy, String source, boolean row) {
    JsonNode form = Objects.requireNonNull(domains.get(name));
    Domain domain = blueprint().domain(name).orElseThrow();
    int version = blueprint().schemaVersion();
    JsonNode schema = form.get("schema");
    JsonNode upcast = form.path("upcast");
    if (!tidy && !upcast.isEmpty() && random.nextInt(3) == 0) {
      JsonNode entry = upcast.get(random.nextInt(upcast.size()));
      version = entry.get("from").asInt();
      schema = entry.get("schema");
    }
    Set<RecordKey> needs = new HashSet<>();
    Values values = new Values(name, number, source, schema, tidy, needs);
    ObjectNode record = (ObjectNode) values.of("", schema);
    JsonNode field = form.at("/id/field");
    if (!field.isMissingNode()) {
      boolean text =
          !schema.at("/properties/" + field.stringValue() + "/type").toString().contains("integer");
      if (text) {
        record.put(field.stringValue(), pool(name).get(number));
      } else {
        record.put(field.stringValue(), number);
      }
    }
    if (values.failed) {
      return;
    }
    Document document = Document.of(record);
    String own = form.at("/id/key").asBoolean(false) ? pool(name).get(number) : "";
    RecordKey key =
        domain.recordKey(new SourceKey(tenant, source), domain.idOf(document).orElse(own));
    if (calm && needs.contains(key)) {
      return;
    }
    Snapshot snapshot = snapshots.get(source);
    if (row && snapshot != null) {
      row(snapshot, source, key, needs, new SchemaReference(blueprint().digest(), version), record);
      return;
    }
    live.put(key, needs);
    add(source, key, Kind.UPDATED, version, record.toString());
  }

  /** A row of the source's latest snapshot. Where nothing may wait, of a record that is there. */
  private void row(
      Snapshot snapshot,
      String source,
      RecordKey key,
      Set<RecordKey> needs,
      SchemaReference schema,
      ObjectNode record) {
    Set<RecordKey> before = live.get(key);
    if (calm && before == null) {
      return;
    }
    // It may take the record's place, be filled in, or have no effect.
    Set<RecordKey> either = new HashSet<>(needs);
    either.addAll(before == null ? Set.of() : before);
    live.put(key, either);
    byte[] json = record.toString().getBytes(StandardCharsets.UTF_8);
    events.add(new RecordRead(unnumbered(source), key, snapshot, schema, Document.parse(json)));
  }

  private void add(String source, RecordKey key, Kind kind, int version, String json) {
    long sequence = sequences.merge(source, 1L, Long::sum);
    events.add(
        new RecordChange(
            new Envelope(source + sequence, new SourceKey(tenant, source), sequence, null, null),
            key,
            kind,
            basis(json),
            new SchemaReference(blueprint().digest(), version),
            Document.parse(json.getBytes(StandardCharsets.UTF_8))));
  }

  /** What its writer had seen: all of it, where nothing may wait; else anything. */
  private Basis basis(String json) {
    long seen = events.size() - 1L - (seesAll || calm ? 0 : random.nextInt(12));
    Position base = seen < 0 || (!calm && !seesAll && random.nextInt(4) == 0) ? null : at(seen);
    if (calm || seesAll || random.nextBoolean()) {
      return new Basis(base, null);
    }
    List<String> changed = new ArrayList<>(Json.MAPPER.readTree(json).propertyNames());
    changed.removeIf(name -> random.nextInt(3) > 0);
    return new Basis(base, changed);
  }

  private Position at(long offset) {
    return new Position(partition, offset);
  }

  /** An operator resolves, more or less, what recent events have left of a record. */
  private void resolve() {
    List<RecordChange> recent =
        events.subList(Math.max(0, events.size() - 12), events.size()).stream()
            .filter(RecordChange.class::isInstance)
            .map(RecordChange.class::cast)
            .toList();
    if (calm || recent.isEmpty()) {
      return;
    }
    RecordChange waits = oneOf(recent);
    RecordChange base =
        oneOf(recent.stream().filter(e -> e.record().equals(waits.record())).toList());
    Take take = List.of(Take.values()).get(random.nextInt(Take.values().length));
    boolean deleted = waits.kind() == Kind.DELETED;
    events.add(
        new RecordResolved(
            new Envelope(
                "d" + events.size(), new SourceKey(tenant, ChangeEvent.OPERATOR), 0, null, null),
            waits.record(),
            at(events.lastIndexOf(base)),
            take.settlesConflict() ? at(events.lastIndexOf(waits)) : null,
            take,
            deleted,
            "ada",
            "because",
            waits.schema(),
            waits.data()));
  }

  private String source() {
    return oneOf(List.of("s1", "s2"));
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** The own ids of a domain's records where these are texts. */
  private static List<String> pool(String domain) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] name = (domain + i).getBytes(StandardCharsets.UTF_8);
      ids.add(i % 2 == 0 ? UUID.nameUUIDFromBytes(name).toString() : "" + i);
    }
    return ids;
  }

  /** Values that keep to a schema, nearly always. */
  private final class Values {
    private final String domain;
    private final int number;
    private final String source;
    private final JsonNode root;
    private final boolean tidy;
    private final Set<RecordKey> needs;
    private boolean failed;

    Values(
        String domain,
        int number,
        String source,
        JsonNode root,
        boolean tidy,
        Set<RecordKey> needs) {
      this.domain = domain;
      this.number = number;
      this.source = source;
      this.root = root;
      this.tidy = tidy;
      this.needs = needs;
    }

    JsonNode of(String path, JsonNode written) {
      JsonNode schema =
          written.has("$ref") ? root.at(written.get("$ref").stringValue().substring(1)) : written;
      Link link = links.get(domain + path);
      if (link != null) {
        return reference(link, schema);
      }
      if (schema.has("enum")) {
        return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
      }
      JsonNode type = schema.path("type");
      if (type.isArray() && random.nextInt(5) == 0) {
        return Json.MAPPER.nullNode();
      }
      return switch (type.isArray() ? type.get(0).stringValue() : type.asString("object")) {
        case "object" -> object(path, schema);
        case "array" -> array(path, schema);
        case "string" -> Json.MAPPER.valueToTree(text(schema));
        case "integer" ->
            Json.MAPPER.valueToTree(schema.path("minimum").asInt(0) + random.nextInt(3));
        case "number" -> Json.MAPPER.valueToTree(random.nextInt(2));
        case "boolean" -> Json.MAPPER.valueToTree(random.nextBoolean());
        case String other -> throw new AssertionError(other);
      };
    }

    /** To a record that may be there or not; to one that is there where nothing may wait. */
    private JsonNode reference(Link link, JsonNode schema) {
      boolean number = schema.path("type").toString().contains("integer");
      List<String> ids = new ArrayList<>();
      Map<String, RecordKey> keys = new HashMap<>();
      Domain target = blueprint().domain(link.target()).orElseThrow();
      for (int i = 0; i < RECORDS; i++) {
        String id = number ? "" + i : pool(link.target()).get(i);
        RecordKey key = target.recordKey(new SourceKey(tenant, source), id);
        // Records that refer to each other in a circle would wait for each other for ever.
        boolean circles =
            tidy && link.missingParks() && link.target().equals(domain) && i >= this.number;
        boolean there = !(calm || tidy) || !link.missingParks() || live.containsKey(key);
        if (there && !circles) {
          ids.add(id);
          keys.put(id, key);
        }
      }
      if (ids.isEmpty()) {
        failed = true;
        return Json.MAPPER.nullNode();
      }
      String id = oneOf(ids);
      if (link.deleteParks()) {
        needs.add(Objects.requireNonNull(keys.get(id)));
      }
      return number ? Json.MAPPER.valueToTree(Integer.parseInt(id)) : Json.MAPPER.valueToTree(id);
    }

    private ObjectNode object(String path, JsonNode schema) {
      Set<String> required = new HashSet<>();
      schema.path("required").forEach(name -> required.add(name.stringValue()));
      ObjectNode object = Json.MAPPER.createObjectNode();
      for (var property : schema.path("properties").properties()) {
        boolean wanted = required.contains(property.getKey()) || random.nextInt(4) > 0;
        if (wanted) {
          boolean had = failed;
          JsonNode value = of(path + "/" + property.getKey(), property.getValue());
          if (failed && !had && !required.contains(property.getKey())) {
            failed = false;
          } else {
            object.set(property.getKey(), value);
          }
        }
      }
      return object;
    }

    private ArrayNode array(String path, JsonNode schema) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      int min = schema.path("minItems").asInt(0);
      int size = min + (min > 100 ? 0 : random.nextInt(5));
      for (int i = 0; i < size; i++) {
        JsonNode items = schema.get("items");
        array.add(items == null ? Json.MAPPER.valueToTree(i) : of(path + "/*", items));
      }
      return array;
    }

    private String text(JsonNode schema) {
      @Nullable String format = schema.path("format").asString("");
      return switch (format) {
        case "date" -> "2026-01-0" + (1 + random.nextInt(3));
        case "date-time" -> "2026-01-0" + (1 + random.nextInt(3)) + "T00:00:00.000Z";
        case "uuid" -> pool("uuid").get(0);
        default ->
            !calm && !tidy && random.nextInt(25) == 0 ? LONG : oneOf(List.of("a", "b", "ab", "A"));
      };
    }
  }
}
