package dev.crossfade.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.PostgresStore;
import dev.crossfade.sync.store.BucketSums;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.Positions.Applied;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoreIT extends StoreContract {
  private static final int LOGS = 25;
  private static final Instant LATER = Events.START.plus(Duration.ofDays(30));

  private Database database;
  private short migration;

  @BeforeAll
  void open(TestDatabase test) throws Exception {
    database =
        new Database(new DatabaseSettings(test.jdbcUrl(), test.user(), test.password()), "test", 2);
    database.migrate();
    database.dsl().execute(Ddl.of(World.BLUEPRINT));
    database
        .dsl()
        .execute(Files.readString(Path.of("src/test/resources/simulation/constraint.sql")));
  }

  @BeforeEach
  void fresh() {
    migration = database.migrationId("contract" + System.nanoTime());
    World.BLUEPRINT
        .tablesParentsFirst()
        .forEach(table -> database.dsl().execute("truncate " + table.quotedName() + " cascade"));
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Override
  ApplyStore store() {
    return new PostgresStore(database, digest -> World.BLUEPRINT);
  }

  @Override
  LogPartition partition() {
    return partition(Partitioner.partition(Events.TENANT, World.PARTITIONS));
  }

  @Override
  Map<Bucket, BucketSum> sums() {
    return BucketSums.read(database.dsl(), partition());
  }

  private LogPartition partition(int number) {
    return new LogPartition(migration, number);
  }

  @Test
  @DisplayName("logs of the simulation lead to the same tables in memory and in PostgreSQL")
  void sameTables() {
    for (long seed = 1; seed <= LOGS; seed++) {
      // given
      fresh();
      Run run = new Simulation(seed, () -> Wiring.SOUND, false).run();
      MemoryStore memory = new MemoryStore(World.BLUEPRINT, Faults.none());
      Chance chance = new Chance(seed);
      for (int number = 0; number < World.PARTITIONS; number++) {
        List<LogRecord> log = run.partition(number);
        // when
        List<Integer> cuts = cuts(log.size(), chance);
        apply(memory.session("memory"), partition(number), log, cuts);
        apply(store(), partition(number), log, cuts);
        // then
        Set<RecordKey> keys = memory.tables().states.all().keySet();
        assertThat(stored(store(), partition(number), keys))
            .as("seed " + seed)
            .isEqualTo(stored(memory.session("memory"), partition(number), keys));
      }
      for (Table table : World.BLUEPRINT.tablesParentsFirst()) {
        assertThat(rows(table)).as("seed " + seed + ", " + table).isEqualTo(rows(memory, table));
      }
    }
  }

  private static List<Integer> cuts(int size, Chance chance) {
    List<Integer> cuts = new ArrayList<>(List.of(0));
    while (cuts.getLast() < size) {
      cuts.add(Math.min(size, cuts.getLast() + 1 + chance.below(9)));
    }
    return cuts;
  }

  private static void apply(
      ApplyStore store, LogPartition partition, List<LogRecord> log, List<Integer> cuts) {
    store.begin(partition, new Applied(0, "topic", World.PARTITIONS), Events.START);
    BatchApplier applier =
        new BatchApplier(
            store,
            () -> new EventReader(World.PARTITIONS, World.BLUEPRINT.digest()::equals),
            digest -> World.BLUEPRINT,
            () -> Events.START);
    for (int i = 1; i < cuts.size(); i++) {
      int from = cuts.get(i - 1);
      int to = cuts.get(i);
      applier.apply(partition, from, to, log.subList(from, to));
    }
  }

  /** What the ports answer. */
  private record Stored(
      Map<RecordKey, RecordState> states, Set<RecordKey> documents, Set<String> waiting) {}

  private static Stored stored(ApplyStore store, LogPartition partition, Set<RecordKey> keys) {
    return store.transaction(
        partition,
        tx -> {
          Set<String> waiting = new TreeSet<>();
          for (Parked one : tx.waiting().due(LATER, 1_000)) {
            waiting.add(one.key() + " " + one.offset() + " " + one.reason() + " " + one.waitsFor());
          }
          return new Stored(
              Map.copyOf(tx.decided().records(keys)),
              Set.copyOf(tx.decided().documents(keys).keySet()),
              waiting);
        });
  }

  private Set<String> rows(Table table) {
    Set<String> rows = new TreeSet<>();
    String columns =
        String.join(", ", table.columns().stream().map(column -> column.quotedName()).toList());
    database
        .dsl()
        .fetch("select " + columns + " from " + table.quotedName())
        .forEach(record -> rows.add(Arrays.toString(record.intoArray())));
    return rows;
  }

  private static Set<String> rows(MemoryStore memory, Table table) {
    Set<String> rows = new TreeSet<>();
    for (Row row : memory.tables().rows.values()) {
      if (row.table() == table) {
        rows.add(Arrays.toString(row.values()));
      }
    }
    return rows;
  }
}
