package dev.crossfade.reconcile.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.run.Comparisons;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.PartComparison;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunEngine;
import dev.crossfade.reconcile.run.RunLimits;
import dev.crossfade.reconcile.run.RunListener;
import dev.crossfade.reconcile.run.RunOrder;
import dev.crossfade.reconcile.run.RunState;
import dev.crossfade.reconcile.run.Runs;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnclearTenantsIT {
  private static final String OLD = "tenant-with-an-old-record";
  private static final String OTHER = "tenant-that-could-not-be-told";

  private Place place;

  @BeforeAll
  void open(TestKafka kafka, TestDatabase database) throws Exception {
    place = Place.open(kafka, database);
  }

  @AfterAll
  void close() {
    place.close();
  }

  /** The tables in earnest; of the partitions it says that they are the same. */
  private record TablesOnly(TablesPart tables, Set<String> unclear) implements PartComparison {
    @Override
    public Set<Level> levels() {
      return Set.of(Level.ROWS);
    }

    @Override
    public Set<Integer> held(Migration migration) {
      return Set.of(0, 1);
    }

    @Override
    public long expected(Work work) {
      return 0;
    }

    @Override
    public PartLook compare(Work work) throws InterruptedException {
      if (work.tables()) {
        PartLook.Compared found = (PartLook.Compared) tables.compare(work, Optional.empty());
        Set<String> all = new HashSet<>(found.unclear());
        all.addAll(unclear);
        return new PartLook.Compared(
            found.positions(),
            found.domains(),
            found.suspects(),
            found.cost(),
            all,
            List.of(),
            found.beyond());
      }
      return new PartLook.Compared(
          Map.of(work.part(), 10L), Map.of(), List.of(), Cost.NONE, Set.of(), List.of(), null);
    }

    @Override
    public SecondLook again(Work work, List<Suspect> suspects) {
      throw new IllegalStateException("nothing differs");
    }
  }

  @ParameterizedTest(name = "and another that could not be told: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("a tenant with a record written by an older blueprint is not compared; others are")
  void outdated(boolean other) {
    // given
    place.applied(10);
    place.db().execute("truncate crossfade.record_state, crossfade.rows_compared");
    place.state(new RecordKey(OLD, "students", "1"), 5, new byte[32]);
    place
        .db()
        .execute(
            "update crossfade.record_state set row_id = gen_random_uuid(), written_offset = 5");
    TablesOnly comparison =
        new TablesOnly(
            new TablesPart(place.store().comparisons(), (migration, partition) -> 10),
            other ? Set.of(OTHER) : Set.of());
    // when
    Run run = run(comparison);
    // then
    assertThat(run.state()).isEqualTo(RunState.INDETERMINATE);
    for (int partition = 0; partition < Place.PARTITIONS; partition++) {
      Comparisons known = Comparisons.of(place.db(), place.id(), partition);
      assertThat(known.rowsComparedAt(OLD)).isEmpty();
      assertThat(known.rowsComparedAt("any-other")).hasValue(10);
      assertThat(known.rowsComparedAt(OTHER).isEmpty()).isEqualTo(other);
    }
  }

  private Run run(PartComparison comparison) {
    RunLimits limits =
        new RunLimits(
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofDays(90),
            1);
    var equipment =
        new RunEngine.Equipment(
            new Migrations(List.of(place.migration())),
            place.store(),
            comparison,
            RunListener.NONE,
            InstantSource.system(),
            "only");
    try (RunEngine engine = RunEngine.start(equipment, limits)) {
      RunOrder order = new RunOrder(Level.ROWS, Scope.ALL, true, "ops", null);
      Run run = Runs.submit(place.db(), place.id(), order, Instant.now());
      engine.wake();
      return await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> Runs.find(place.db(), place.id(), run.id()).orElseThrow(),
              now -> now.state() != RunState.RUNNING);
    }
  }
}
