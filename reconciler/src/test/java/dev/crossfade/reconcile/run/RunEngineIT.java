package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunEngineIT {
  private static final int PARTITIONS = 2;
  private static final RunLimits LIMITS =
      new RunLimits(
          Duration.ofMillis(800),
          Duration.ofMillis(50),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofDays(90),
          2);

  private Migration migration;
  private ReconcilerStore store;
  private short id;

  @BeforeAll
  void open(TestKafka kafka, TestDatabase database) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    migration =
        Migration.open(kafka.namespace(), client, "/services/reconciler", InstantSource.system());
    MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
    setup.createTopics(migration.topics());
    setup.publish(migration, Blueprint.load(Path.of("../blueprints/school")));
    store =
        new ReconcilerStore(
            new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()), 6);
    id = store.migrationId(migration.name());
  }

  @AfterAll
  void close() {
    store.close();
    migration.close();
  }

  private DSLContext db() {
    return store.reads().dsl();
  }

  private RunEngine engine(PartComparison comparison) {
    return RunEngine.start(
        new RunEngine.Equipment(
            new Migrations(List.of(migration)),
            store,
            comparison,
            RunListener.NONE,
            InstantSource.system(),
            UUID.randomUUID().toString()),
        LIMITS);
  }

  private Run submit(Level level) {
    RunOrder order = new RunOrder(level, Scope.ALL, true, "ops", null);
    return Runs.submit(db(), id, order, Instant.now());
  }

  private Run over(Run run) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Runs.require(db(), id, run.id()).state() != RunState.RUNNING);
    return Runs.require(db(), id, run.id());
  }

  private List<Issue> issues(Run run) {
    return IssueList.of(db(), run.id(), IssueList.Filter.ALL, null, 100);
  }

  private static Difference difference(String record, String actual) {
    return new Difference(
        DifferenceType.DATA_MISMATCH,
        new RecordKey("t", "students", record),
        null,
        new Position(0, 100),
        "expected",
        actual,
        List.of());
  }

  @Test
  @DisplayName("a difference is one over all runs: confirmed, accepted, otherwise again, repaired")
  void life() {
    // given
    ScriptedComparison comparison = new ScriptedComparison(Set.of(0, 1));
    try (RunEngine engine = engine(comparison)) {
      comparison.differing.put(0, List.of(difference("42", "one")));
      // when
      Run first = over(submit(Level.ROWS));
      Issue found = issues(first).getFirst();
      Run second = over(submit(Level.ROWS));
      IssueList.accept(db(), found.id(), "ops", "known", Instant.now());
      Run accepted = over(submit(Level.ROWS));
      comparison.differing.put(0, List.of(difference("42", "two")));
      Run otherwise = over(submit(Level.ROWS));
      comparison.differing.clear();
      Run shallow = over(submit(Level.DIGEST));
      boolean stillOpen = issues(otherwise).getFirst().open();
      Run last = over(submit(Level.ROWS));
      // then
      assertThat(List.of(first, second, accepted, otherwise, shallow, last))
          .extracting(Run::state)
          .containsExactly(
              RunState.DRIFT,
              RunState.DRIFT,
              RunState.CLEAN,
              RunState.DRIFT,
              RunState.CLEAN,
              RunState.CLEAN);
      assertThat(found.state()).isEqualTo(Issue.State.CONFIRMED);
      assertThat(issues(second)).extracting(Issue::id).containsExactly(found.id());
      assertThat(issues(otherwise)).extracting(Issue::id).doesNotContain(found.id());
      assertThat(stillOpen).as("a run that looks less deep ends nothing").isTrue();
      assertThat(issues(otherwise).getFirst().state()).isEqualTo(Issue.State.REPAIRED);
      Comparisons proven = Comparisons.of(db(), id, 0);
      assertThat(proven.rowsComparedAt("t")).hasValue(100);
      assertThat(proven.drifts("t")).isFalse();
      engine.wake();
    }
  }

  @Test
  @DisplayName("what could not be compared ends no difference: drift stays drift")
  void notCompared() {
    // given
    ScriptedComparison comparison = new ScriptedComparison(Set.of(0, 1));
    try (RunEngine engine = engine(comparison)) {
      comparison.differing.put(0, List.of(difference("7", "one")));
      Run first = over(submit(Level.ROWS));
      comparison.differing.clear();
      comparison.untold.add(0);
      // when
      Run untold = over(submit(Level.ROWS));
      Issue afterUntold = issues(first).getFirst();
      comparison.untold.clear();
      comparison.beyond.add(0);
      Run beyond = over(submit(Level.ROWS));
      Issue afterBeyond = issues(first).getFirst();
      boolean drifts = Comparisons.of(db(), id, 0).drifts("t");
      comparison.beyond.clear();
      over(submit(Level.ROWS));
      // then
      assertThat(List.of(untold, beyond))
          .extracting(Run::state)
          .containsOnly(RunState.INDETERMINATE);
      assertThat(List.of(afterUntold, afterBeyond))
          .extracting(Issue::state)
          .containsOnly(Issue.State.CONFIRMED);
      assertThat(drifts).isTrue();
      assertThat(issues(first).getFirst().state()).isEqualTo(Issue.State.REPAIRED);
      engine.wake();
    }
  }

  @Test
  @DisplayName("of more differences than are kept, one of each tenant is: that it drifts is known")
  void oneOfEachTenant() {
    // given
    Run run = submit(Level.ROWS);
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RecordKey key = new RecordKey(i < 11 ? "many" : "last", "students", "s" + i);
      Difference one =
          new Difference(
              DifferenceType.DATA_MISMATCH, key, null, new Position(0, 9), "e", "a", List.of());
      many.add(new Finding(new Suspect(one, null), Instant.now()));
    }
    RunPart part =
        new RunPart(
            0,
            RunPart.State.DONE,
            Instant.now(),
            Instant.now(),
            0,
            Map.of(0, 9L),
            null,
            Map.of(),
            dev.crossfade.reconcile.compare.Cost.NONE,
            List.of());
    PartFindings findings = new PartFindings(part, many, Set.of(), List.of());
    // when
    store
        .reads()
        .transaction(
            t -> {
              new Issues(t.dsl(), run, Instant.now(), 5).settle(findings);
              return true;
            });
    // then
    assertThat(issues(run)).hasSize(6);
    assertThat(Runs.require(db(), id, run.id()).findings()).isEqualTo(12);
    Comparisons known = Comparisons.of(db(), id, 0);
    assertThat(known.drifts("many")).isTrue();
    assertThat(known.drifts("last")).isTrue();
    store.reads().transaction(t -> Conclusion.cancel(t.dsl(), run, "ops", Instant.now()));
  }

  @Test
  @DisplayName("what a killed reconciler had in hand is done again, and its late result is nothing")
  void killed() {
    // given
    Run run = submit(Level.DIGEST);
    store
        .reads()
        .transaction(
            t -> {
              Parts.begin(t.dsl(), run, PARTITIONS, 0, Instant.now());
              return true;
            });
    Instant now = Instant.now();
    var taken = Parts.take(db(), run.id(), Set.of(0), "killed", now, now.plus(LIMITS.lease()));
    ScriptedComparison comparison = new ScriptedComparison(Set.of(0, 1));
    // when
    Run done;
    try (RunEngine engine = engine(comparison)) {
      engine.wake();
      done = over(run);
    }
    // then
    assertThat(taken).hasValue(0);
    assertThat(done.state()).isEqualTo(RunState.CLEAN);
    List<RunPart> parts = Parts.list(db(), run.id());
    assertThat(parts).extracting(RunPart::state).containsOnly(RunPart.State.DONE);
    assertThat(parts.getFirst().startedAt()).isAfter(now.plus(LIMITS.lease()).minusMillis(1));
    assertThat(Parts.done(db(), run.id(), parts.getFirst(), "killed")).isFalse();
  }

  @Test
  @DisplayName("I8: a run notes the control version that was known before it looked at anything")
  void control() throws Exception {
    // given
    ScriptedComparison comparison = new ScriptedComparison(Set.of(0, 1));
    comparison.begun = new CountDownLatch(1);
    comparison.gate = new CountDownLatch(1);
    long before = migration.control().state().version();
    Run run;
    try (RunEngine engine = engine(comparison)) {
      run = submit(Level.DIGEST);
      engine.wake();
      comparison.begun.await();
      // when: the cutover changes while it looks
      migration
          .control()
          .append(
              migration.control().state(),
              CutoverEvents.PINNED,
              CutoverEvents.pinned("t", Reads.LEGACY, "ops", "why"),
              Duration.ofSeconds(10));
      comparison.gate.countDown();
      over(run);
    }
    // then
    assertThat(migration.control().state().version()).isGreaterThan(before);
    assertThat(
            db().select(RECONCILIATION.CONTROL_VERSION)
                .from(RECONCILIATION)
                .where(RECONCILIATION.ID.eq(run.id()))
                .fetchSingle()
                .value1())
        .isEqualTo(before);
  }

  @Test
  @DisplayName("one run at a time; a cancelled one is indeterminate, whatever comes of it later")
  void cancelled() throws Exception {
    // given
    ScriptedComparison comparison = new ScriptedComparison(Set.of(0));
    comparison.begun = new CountDownLatch(1);
    comparison.gate = new CountDownLatch(1);
    try (RunEngine engine = engine(comparison)) {
      Run run = submit(Level.DIGEST);
      Run next = submit(Level.DIGEST);
      comparison.begun.await();
      boolean waits = Runs.require(db(), id, next.id()).queued();
      // when
      boolean ended =
          store.reads().transaction(t -> Conclusion.cancel(t.dsl(), run, "ops", Instant.now()));
      comparison.gate.countDown();
      comparison.held.add(1);
      engine.wake();
      Run after = over(next);
      // then
      Run cancelled = Runs.require(db(), id, run.id());
      assertThat(waits).isTrue();
      assertThat(ended).isTrue();
      assertThat(cancelled.state()).isEqualTo(RunState.INDETERMINATE);
      assertThat(cancelled.cancelledBy()).isEqualTo("ops");
      assertThat(Parts.list(db(), run.id()))
          .extracting(RunPart::state)
          .containsOnly(RunPart.State.INDETERMINATE);
      assertThat(after.state()).isEqualTo(RunState.CLEAN);
    }
  }

  @Test
  @DisplayName("a schedule asks once however many look, and not while its last run goes on")
  void scheduled() {
    // given
    Instant now = Instant.parse("2030-01-01T00:00:00Z");
    Schedules.put(
        db(),
        id,
        new Schedules.Schedule("nightly", Level.DIGEST, Scope.ALL, Duration.ofHours(1), "ops", now),
        now);
    // when
    int early = Schedules.askForDue(db(), id, now.minusSeconds(1));
    int due = Schedules.askForDue(db(), id, now);
    int again = Schedules.askForDue(db(), id, now);
    int meanwhile = Schedules.askForDue(db(), id, now.plusSeconds(3600));
    // then
    assertThat(List.of(early, due, again, meanwhile)).containsExactly(0, 1, 0, 0);
    assertThat(Schedules.remove(db(), id, "nightly")).isTrue();
    Run asked = Runs.current(db(), id).orElseThrow();
    assertThat(asked.order().schedule()).isEqualTo("nightly");
    store.reads().transaction(t -> Conclusion.cancel(t.dsl(), asked, "ops", Instant.now()));
  }
}
