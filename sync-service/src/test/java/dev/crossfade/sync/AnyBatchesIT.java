package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invariants 3, 4, 5, 6 and 16: how a log is cut into batches, and what breaks between them, shows
 * nowhere in the end. Random logs of each blueprint are applied an event a batch, in random batches
 * with rewriting between them, all at once, and with batches that fail and are repeated.
 *
 * <p>{@code -Dbatches.logs=500} makes a campaign of it, {@code -Dbatches.seed=…} another one.
 */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnyBatchesIT {
  private static final int LOGS = Integer.getInteger("batches.logs", 1);
  private static final long SEED = Long.getLong("batches.seed", 1);
  private static final Path LIBRARY = Path.of("src/test/resources/library");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PARTITIONS = 100;
  private static final String TENANT = "t";

  private Database database;

  @BeforeAll
  void open(TestDatabase test) {
    database =
        new Database(new DatabaseSettings(test.jdbcUrl(), test.user(), test.password()), "test", 4);
    database.migrate();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prompts", "documents", "lab", "library"})
  void sameHoweverItIsCut(String name) throws Exception {
    List<Blueprint> blueprints = blueprints(name);
    createTables(blueprints);
    for (long seed = SEED; seed < SEED + LOGS; seed++) {
      same(name, seed, blueprints);
    }
  }

  private void same(String name, long seed, List<Blueprint> blueprints) {
    boolean calm = (seed + name.length()) % 2 == 0;
    String what = name + ", seed " + seed + (calm ? ", calm" : "");
    RandomLog made = new RandomLog(seed, TENANT, Partitioner.partition(TENANT, PARTITIONS), calm);
    for (Blueprint blueprint : blueprints) {
      made.publish(blueprint);
      made.more(45 / blueprints.size());
    }
    int healFrom = made.events().size();
    if (!calm) {
      made.heal();
    }
    List<LogRecord> log = log(made.events());
    Map<Cut, List<String>> decided = new EnumMap<>(Cut.class);
    Map<Cut, Map<String, List<String>>> found = new EnumMap<>(Cut.class);
    for (Cut cut : Cut.values()) {
      Run run = new Run(name, blueprints, cut, new Random(seed), made.events());
      run.applyTo(healFrom);
      decided.put(cut, decidedStates());
      run.applyTo(log.size());
      run.rewriteAll();
      CompareNotes.check(database, name, blueprints, what + ": " + cut);
      found.put(cut, everything(blueprints));
    }
    List<String> first = Objects.requireNonNull(decided.get(Cut.EACH));
    Map<String, List<String>> expected = Objects.requireNonNull(found.get(Cut.EACH));
    decided.forEach((cut, rows) -> assertThat(rows).as(what + ": " + cut).isEqualTo(first));
    found.forEach(
        (cut, tables) ->
            tables.forEach(
                (table, rows) ->
                    assertThat(rows)
                        .as(what + ": " + cut + ", " + table)
                        .isEqualTo(expected.get(table))));
    assertThat(expected.get("decided")).as(what).isNotEmpty();
    assertThat(database.dsl().fetchCount(DSL.table("crossfade.parked_write")))
        .as(what + ": nothing waits in the end")
        .isZero();
    var states = MemoryFold.of(log, PARTITIONS, byDigest(blueprints));
    assertThat(states)
        .as(what)
        .hasSize(database.dsl().fetchCount(DSL.table("crossfade.record_state")));
    short migration = database.migrationId(name);
    assertThat(RecordStates.read(database.dsl(), migration, states.keySet()))
        .as(what + ": the second fold")
        .isEqualTo(states);
  }

  private enum Cut {
    EACH,
    RANDOM,
    WHOLE,
    CRASHING
  }

  /** One way to apply a log to empty tables. */
  private final class Run {
    private final List<Blueprint> blueprints;
    private final Cut cut;
    private final Random random;
    private final List<ChangeEvent> made;
    private final List<LogRecord> log;
    private final LogPartition partition;
    private int next;

    Run(String name, List<Blueprint> blueprints, Cut cut, Random random, List<ChangeEvent> made) {
      this.blueprints = blueprints;
      this.cut = cut;
      this.random = random;
      this.made = made;
      this.log = log(made);
      empty(blueprints);
      this.partition =
          new LogPartition(database.migrationId(name), Partitioner.partition(TENANT, PARTITIONS));
      Positions.begin(database.dsl(), partition, new Positions.Applied(0, "t", PARTITIONS), START);
    }

    void applyTo(int end) {
      while (next < end) {
        int to =
            switch (cut) {
              case EACH -> next + 1;
              case RANDOM, CRASHING -> Math.min(end, next + 1 + random.nextInt(12));
              case WHOLE -> end;
            };
        apply(to);
        if (cut == Cut.RANDOM && random.nextInt(3) == 0) {
          // As soon as the log has come to a blueprint, so that passes meet live writes.
          rewrite(newest(to));
        }
      }
    }

    private Blueprint newest(int end) {
      Set<Digest> seen = new LinkedHashSet<>();
      for (ChangeEvent event : made.subList(0, end)) {
        switch (event) {
          case RecordChange change -> seen.add(change.schema().blueprint());
          case RecordRead read -> seen.add(read.schema().blueprint());
          case RecordResolved resolved -> seen.add(resolved.schema().blueprint());
          case SourceSkipped skipped -> {}
          case SnapshotStarted started -> {}
          case SnapshotEnded ended -> {}
        }
      }
      return blueprints.stream().filter(b -> seen.contains(b.digest())).toList().getLast();
    }

    private void apply(int to) {
      List<LogRecord> batch = log.subList(next, to);
      if (cut == Cut.CRASHING) {
        assertThatThrownBy(() -> applier(breaking()).apply(partition, next, to, batch))
            .isInstanceOf(RuntimeException.class);
      }
      assertThat(applier(() -> START).apply(partition, next, to, batch))
          .isInstanceOf(BatchApplier.Result.Applied.class);
      if (cut == Cut.CRASHING) {
        assertThat(applier(() -> START).apply(partition, next, to, batch))
            .isInstanceOf(BatchApplier.Result.Fenced.class);
      }
      next = to;
    }

    private BatchApplier applier(InstantSource clock) {
      Map<Digest, Blueprint> known = byDigest(blueprints);
      return new BatchApplier(
          database, () -> new EventReader(PARTITIONS, known::containsKey), known::get, clock);
    }

    /** Breaks the transaction when its rows are written, but not yet what waits. */
    private InstantSource breaking() {
      AtomicInteger asked = new AtomicInteger();
      return () -> {
        if (asked.incrementAndGet() > 1) {
          throw new IllegalStateException("a crash");
        }
        return START;
      };
    }

    private boolean rewrite(Blueprint target) {
      Map<Digest, Blueprint> known = byDigest(blueprints);
      Rewriting rewriting =
          new Rewriting(
              database,
              digest -> Optional.ofNullable(known.get(digest)),
              () -> Optional.of(target),
              () -> START);
      return rewriting.rewrite(partition, next) instanceof Rewriting.Result.Rewritten(int n, var m)
          && n > 0;
    }

    void rewriteAll() {
      while (rewrite(blueprints.getLast())) {}
    }
  }

  private static Map<Digest, Blueprint> byDigest(List<Blueprint> blueprints) {
    Map<Digest, Blueprint> known = new LinkedHashMap<>();
    blueprints.forEach(each -> known.put(each.digest(), each));
    return known;
  }

  private static List<LogRecord> log(List<ChangeEvent> events) {
    int partition = Partitioner.partition(TENANT, PARTITIONS);
    List<LogRecord> log = new ArrayList<>();
    for (ChangeEvent event : events) {
      Position position = new Position(partition, log.size());
      log.add(new LogRecord(position, START.plusSeconds(log.size()), EventCodec.encode(event)));
    }
    return log;
  }

  private List<Blueprint> blueprints(String name) {
    return switch (name) {
      case "lab" -> List.of(Blueprint.load(School.LAB));
      case "library" -> List.of(Library.V1, Library.V2, Library.V3);
      case "prompts" -> {
        Blueprint first = Blueprint.load(Path.of("../blueprints/prompts"));
        yield List.of(first, tagsInOneColumn(first));
      }
      default -> List.of(Blueprint.load(Path.of("../blueprints").resolve(name)));
    };
  }

  /** Drops a table of elements, and lets a reference wait that was null before. */
  private static Blueprint tagsInOneColumn(Blueprint first) {
    ObjectNode json = first.json().deepCopy();
    ((ArrayNode) json.at("/tables/1/columns")).addObject().put("tags", "text[]");
    ((ArrayNode) json.get("tables")).remove(2);
    json.remove("afterMove");
    ObjectNode rows = (ObjectNode) json.at("/domains/1/rows");
    rows.remove("tag");
    ((ObjectNode) rows.at("/template/columns")).put("tags", "/tags");
    ((ObjectNode) json.at("/domains/0/rows/folder/columns/parent_id"))
        .put("missing", "unchecked")
        .remove("onDelete");
    return Blueprint.fromJson(json);
  }

  private void createTables(List<Blueprint> blueprints) throws Exception {
    database.dsl().execute(Ddl.of(blueprints.getFirst()));
    for (Blueprint later : blueprints.subList(1, blueprints.size())) {
      if (later.name().equals("library")) {
        continue;
      }
      // What is unchecked has no foreign key.
      database.dsl().execute("alter table prompts.templates add column tags text[]");
      for (String key :
          database
              .dsl()
              .fetch(
                  "select conname from pg_constraint where contype = 'f' and conrelid ="
                      + " 'prompts.folders'::regclass")
              .map(r -> r.get(0, String.class))) {
        database.dsl().execute("alter table prompts.folders drop constraint \"" + key + "\"");
      }
    }
    if (blueprints.size() == 3) {
      database.dsl().execute(Files.readString(LIBRARY.resolve("later.sql")));
    }
  }

  private void empty(List<Blueprint> blueprints) {
    database
        .dsl()
        .execute(
            "truncate "
                + String.join(", ", tables(blueprints))
                + ", crossfade.applied_position, crossfade.record_state, crossfade.parked_write,"
                + " crossfade.held_event, crossfade.source_progress, crossfade.remembered_ids,"
                + " crossfade.seen_event, crossfade.pending_reference, crossfade.blueprint,"
                + " crossfade.snapshot, crossfade.conflict, crossfade.decision,"
                + " crossfade.changed_later, crossfade.source_seen, crossfade.dead_letter,"
                + " crossfade.bucket_sum");
  }

  private static Set<String> tables(List<Blueprint> blueprints) {
    Set<String> tables = new LinkedHashSet<>();
    blueprints.forEach(
        blueprint ->
            blueprint.tablesParentsFirst().forEach(table -> tables.add(table.quotedName())));
    return tables;
  }

  private List<String> decidedStates() {
    return rows(
        "select tenant, domain, s.id, decided_offset, source, encode(s.digest, 'hex') as digest,"
            + " revision, reflects, held_offset, changes::jsonb, encode(b.digest, 'hex') as"
            + " blueprint from crossfade.record_state s left join crossfade.blueprint b on b.id ="
            + " decided_blueprint");
  }

  private Map<String, List<String>> everything(List<Blueprint> blueprints) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    found.put("decided", decidedStates());
    found.put(
        "written",
        rows(
            "select tenant, domain, s.id, written_offset, row_id, document::jsonb, legacy_id,"
                + " document_version, written_time, bucket, written_rows, written_hashes,"
                + " encode(b.digest, 'hex') as blueprint from"
                + " crossfade.record_state s left join crossfade.blueprint b on b.id ="
                + " written_blueprint"));
    found.put("sums", rows("select * from crossfade.bucket_sum where states <> 0"));
    found.put("snapshots", rows("select * from crossfade.snapshot"));
    found.put(
        "conflicts",
        rows(
            "select tenant, domain, c.id, source, partition, \"offset\", policy, state,"
                + " document::jsonb, document_version, existing_offset, append_time, deleted,"
                + " fields, base, changed,"
                + " encode(b.digest, 'hex') as blueprint from crossfade.conflict c join"
                + " crossfade.blueprint b on b.id = blueprint"));
    found.put("pending", rows("select * from crossfade.pending_reference"));
    found.put("journal", rows("select * from crossfade.decision"));
    found.put(
        "parked",
        rows(
            "select tenant, domain, id, decided_offset, document::jsonb from"
                + " crossfade.parked_write"));
    found.put(
        "sources",
        rows("select source, last_sequence, taken, holes from crossfade.source_progress"));
    tables(blueprints).forEach(table -> found.put(table, rows("select * from " + table)));
    // Of columns that the last blueprint does not have, nobody says what is in them.
    for (Table table : blueprints.getLast().tablesParentsFirst()) {
      String columns =
          table.columns().stream()
              .map(column -> '"' + column.name() + '"')
              .collect(Collectors.joining(", "));
      found.put(table.quotedName(), rows("select " + columns + " from " + table.quotedName()));
    }
    return found;
  }

  private List<String> rows(String query) {
    return database
        .dsl()
        .fetch("select to_jsonb(q)::text from (" + query + ") q order by 1")
        .map(r -> r.get(0, String.class));
  }
}
