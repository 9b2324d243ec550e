package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.reconcile.cutover.GateNumbers.Next;
import dev.crossfade.reconcile.cutover.StandingFacts.Reported;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gates are computed from, out of a real database. */
@ExtendWith(RealServers.class)
class StandingFactsIT {
  private static final Share ALL = new Share(Mode.TARGET, 0);

  @Test
  @DisplayName("I8: only a clean run of the whole migration behind the last change is a proof")
  void proofs(TestKafka kafka, TestDatabase database) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    DatabaseSettings settings =
        new DatabaseSettings(database.jdbcUrl(), database.user(), database.password());
    try (Site site = Site.open(kafka);
        ReconcilerStore store = new ReconcilerStore(settings, 4);
        ProofBoard board = ProofBoard.open(site.migration, client);
        LogEnds ends = new LogEnds(client)) {
      StandingFacts facts =
          new StandingFacts(site.migration, store, board, ends, new Reported(() -> 3, () -> 4));
      await().atMost(Duration.ofSeconds(30)).until(board::caughtUp);
      short id = store.migrationId(site.name);
      Cutover start = site.cutover();

      // when: nothing has run
      GateNumbers none = facts.numbers(start, ALL);

      // then
      assertThat(none).isEqualTo(new GateNumbers(null, 0, Next.NONE, 0, none.waiting(), 3, 4));

      // when: runs of which none is a proof, and one that is
      run(store, id, "drift", "rows", "null", 1);
      run(store, id, "clean", "snapshot", "null", 2);
      run(store, id, "clean", "rows", "'{t}'", 3);
      assertThat(facts.numbers(start, ALL).proof()).isNull();
      UUID clean = run(store, id, "clean", "digest", "null", 4);

      // then
      CleanRun proof = facts.numbers(start, ALL).proof();
      assertThat(proof).isNotNull();
      if (proof != null) {
        assertThat(proof.proof().reconciliation()).isEqualTo(clean.toString());
        assertThat(proof.proof().json().path("positions").toString())
            .isEqualTo("{\"0\":\"0:7\",\"1\":\"1:9\"}");
      }
      assertThat(facts.cleanRows(start)).isEmpty();

      // when: a raise is made on it; the same run is none for the next one
      site.put("", 0L, "{'percentage':5,'reason':'go'}");

      // then
      assertThat(facts.numbers(site.cutover(), ALL).proof()).isNull();
    }
  }

  @Test
  @DisplayName("I8: what lies behind a change is told by its version, whatever the clocks say")
  void clocks(TestKafka kafka, TestDatabase database) throws Exception {
    // given
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    DatabaseSettings settings =
        new DatabaseSettings(database.jdbcUrl(), database.user(), database.password());
    try (Site site = Site.open(kafka);
        ReconcilerStore store = new ReconcilerStore(settings, 4);
        ProofBoard board = ProofBoard.open(site.migration, client);
        LogEnds ends = new LogEnds(client)) {
      StandingFacts facts = new StandingFacts(site.migration, store, board, ends, Reported.NOTHING);
      await().atMost(Duration.ofSeconds(30)).until(board::caughtUp);
      short id = store.migrationId(site.name);
      site.put("", 0L, "{'percentage':5,'reason':'go'}");
      Cutover cutover = site.cutover();
      assertThat(cutover.lastChange()).isNotNull();
      long change = cutover.version();

      // when: one that began before the change, on a machine whose clock is years ahead, and one
      // of which nobody knows
      run(store, id, new Clean("2099-01-01T00:00:00Z", change - 1));
      run(store, id, new Clean("2099-01-02T00:00:00Z", null));

      // then
      assertThat(facts.numbers(cutover, ALL).proof()).isNull();
      assertThat(facts.cleanRows(cutover)).isEmpty();

      // when: two behind it, on machines whose clocks go backwards
      run(store, id, new Clean("2000-01-02T00:00:00Z", change));
      UUID last = run(store, id, new Clean("2000-01-01T00:00:00Z", change + 3));

      // then: the one that was asked for last
      CleanRun proof = facts.cleanRows(cutover).orElseThrow();
      assertThat(proof.proof().reconciliation()).isEqualTo(last.toString());
      assertThat(facts.numbers(cutover, ALL).proof()).isEqualTo(proof);
    }
  }

  /** A clean run of the whole migration. */
  private record Clean(String startedAt, @Nullable Long control) {}

  private static UUID run(ReconcilerStore store, short id, Clean clean) {
    UUID run = run(store, id, "clean", "rows", "null", 1);
    store
        .reads()
        .dsl()
        .execute(
            "update crossfade.reconciliation set started_at = timestamptz '"
                + clean.startedAt()
                + "', control_version = "
                + clean.control()
                + " where id = '"
                + run
                + "'");
    return run;
  }

  private static UUID run(
      ReconcilerStore store, short id, String state, String level, String tenants, int minute) {
    UUID run = UUID.randomUUID();
    String at = "timestamptz '2026-01-01T00:0" + minute + ":00Z'";
    store
        .reads()
        .dsl()
        .execute(
            "insert into crossfade.reconciliation (id, migration, level, tenants, show_values,"
                + " state, requested_by, requested_at, started_at, finished_at) values ('"
                + run
                + "', "
                + id
                + ", '"
                + level
                + "', "
                + tenants
                + ", true, '"
                + state
                + "', 'ada', "
                + at
                + ", "
                + at
                + ", "
                + at
                + ")");
    for (String part : new String[] {"0, 'done', '{\"0\":8}'", "-1, 'done', '{\"0\":7,\"1\":9}'"}) {
      store
          .reads()
          .dsl()
          .execute(
              "insert into crossfade.reconciliation_part (reconciliation, part, state, positions)"
                  + " values ('"
                  + run
                  + "', "
                  + part
                  + ")");
    }
    return run;
  }
}
