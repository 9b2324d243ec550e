package dev.crossfade.reconcile.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.reconcile.proof.EvidenceSource.NotYetException;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each line of "What can make a proof stale" in docs/cutover.md: who is told of, and what. */
@ExtendWith(RealServers.class)
class FoldEvidenceIT {
  private static final Logger log = LoggerFactory.getLogger(FoldEvidenceIT.class);

  /** With a million, run by hand, the log tells what a look costs. */
  private static final int OTHERS = Integer.getInteger("evidence.tenants", 2_500);

  private ReconcilerStore store;
  private ScriptedFold fold;
  private FoldEvidence evidence;
  private short id;

  @BeforeEach
  void open(TestDatabase database) {
    store =
        new ReconcilerStore(
            new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()), 4);
    fold = new ScriptedFold("m" + Long.toString(System.nanoTime(), 36));
    evidence = new FoldEvidence(fold, store);
    id = store.migrationId(fold.migration);
    for (int i = 0; i < OTHERS; i++) {
      fold.event("other-" + i, 0, 0, false, null);
    }
    fold.event("t", 0, 0, false, "s-1");
    applied(fold.next);
    assertThat(look()).as("all at first").hasSize(OTHERS + 1);
    assertThat(look()).as("nobody where nothing happened").isEmpty();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What a look tells. */
  private Map<String, TenantEvidence> look(String... also) {
    Map<String, TenantEvidence> told = new TreeMap<>();
    long began = System.nanoTime();
    evidence.look(0, Set.of(also), new Taken(told));
    log.info("{} tenants in {} us", told.size(), (System.nanoTime() - began) / 1_000);
    return told;
  }

  private record Taken(Map<String, TenantEvidence> told) implements EvidenceSource.Sink {
    @Override
    public void take(TenantEvidence one) {
      told.put(one.tenant(), one);
    }

    @Override
    public void settle() {}
  }

  private TenantEvidence only(Map<String, TenantEvidence> told) {
    assertThat(told).containsOnlyKeys("t");
    return Objects.requireNonNull(told.get("t"));
  }

  private void sql(String sql) {
    store.reads().dsl().execute(sql.replace(":m", Short.toString(id)).replace("@", "crossfade."));
  }

  private void applied(long next) {
    sql("delete from @applied_position where migration = :m");
    sql("insert into @applied_position values (:m, 0, " + next + ", 'topic', 1, now())");
  }

  private UUID begin(String level, String tenants) {
    UUID run = UUID.randomUUID();
    sql(
        "insert into @reconciliation (id, migration, level, tenants, show_values, state,"
            + " requested_by, requested_at) values ('"
            + run
            + "', :m, '"
            + level
            + "', "
            + tenants
            + ", true, 'running', 'ada', now())");
    sql(
        "insert into @reconciliation_part (reconciliation, part, state) values ('"
            + run
            + "', 0, 'open')");
    return run;
  }

  private void end(UUID run) {
    sql("update @reconciliation_part set state = 'done' where reconciliation = '" + run + "'");
    sql("update @reconciliation set state = 'clean' where id = '" + run + "'");
  }

  private void rows(String tenant, long at, String but) {
    sql("delete from @rows_compared where migration = :m and tenant = '" + tenant + "'");
    sql(
        "insert into @rows_compared values (:m, 0, '"
            + tenant
            + "', "
            + at
            + ", "
            + but
            + ", gen_random_uuid(), now())");
  }

  @Test
  @DisplayName("an event of the tenant: a hole, a conflict, a held event, a new snapshot")
  void events() {
    fold.event("t", 1, 1, true, "s-1");
    TenantEvidence told = only(look());
    assertThat(told.waits()).containsExactlyInAnyOrder(Waits.HELD, Waits.CONFLICT);
    assertThat(told.sources().getFirst().hole()).isTrue();
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("sync comes behind the end of a snapshot, with no event of the tenant")
  void appliedLater() {
    fold.event("t", 0, 0, false, "s-2");
    var waits = Objects.requireNonNull(only(look()).sources().getFirst().snapshot());
    fold.event("other-1", 0, 0, false, null);
    assertThat(look()).containsOnlyKeys("other-1");
    applied(fold.next);
    var applied = Objects.requireNonNull(only(look()).sources().getFirst().snapshot());
    assertThat(waits.applied()).isFalse();
    assertThat(applied.applied()).isTrue();
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("a write is parked, and is not any more")
  void parked() {
    sql(
        "insert into @parked_write values (:m, 't', 'd', '1', 0, 1, 'r', 'd', '\\x00', 'a', now(),"
            + " null, null, 0, now(), now())");
    assertThat(only(look()).waits()).containsExactly(Waits.PARKED);
    assertThat(look()).isEmpty();
    sql("delete from @parked_write where migration = :m");
    assertThat(only(look()).waits()).isEmpty();
  }

  @Test
  @DisplayName("a difference is confirmed, and is accepted or found equal")
  void drift() {
    sql(
        "insert into @reconciliation_issue (id, migration, open, state, level, part, type, drift,"
            + " tenant, domain, record, row_table, row_id, source, snapshot, first_seen,"
            + " confirmed_at) values (gen_random_uuid(), :m, true, 'confirmed', 'rows', 0, 'x',"
            + " true, 't', 'd', '1', '', '', '', '', now(), now())");
    assertThat(only(look()).drift()).isTrue();
    sql("update @reconciliation_issue set state = 'accepted' where migration = :m");
    assertThat(only(look()).drift()).isFalse();
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("a comparison of some tenants ends: of these; of all: of all")
  void rowsRuns() {
    // given: one that runs, which changes nothing
    UUID some = begin("rows", "array['t']");
    assertThat(look()).isEmpty();

    // when
    rows("t", OTHERS + 1, "'{}'");
    end(some);

    // then
    assertThat(Objects.requireNonNull(only(look()).equalAt()).offset()).isEqualTo(OTHERS + 1);
    assertThat(look()).isEmpty();

    // when: begun and ended between two looks, of all but one
    UUID all = begin("rows", "null");
    rows("", OTHERS, "array['other-1']");
    end(all);

    // then
    Map<String, TenantEvidence> told = look();
    assertThat(told).hasSize(OTHERS + 1);
    assertThat(Objects.requireNonNull(told.get("other-1")).equalAt()).isNull();
    assertThat(Objects.requireNonNull(told.get("other-2")).equalAt()).isNotNull();
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("a comparison of snapshots has done the partition, however long ago it was begun")
  void snapshotRuns() {
    // given
    UUID run = begin("snapshot", "array['t']");
    sql(
        "insert into @reconciliation (id, migration, level, show_values, state, requested_by,"
            + " requested_at) select gen_random_uuid(), :m, 'digest', true, 'clean', 'ada', now()"
            + " from generate_series(1, 250)");
    assertThat(look()).isEmpty();

    // when
    sql(
        "insert into @snapshot_compared values (:m, 't', 'a', 's-1', true, 0, 9,"
            + " gen_random_uuid(), now())");
    sql("update @reconciliation_part set state = 'done' where reconciliation = '" + run + "'");

    // then
    TenantEvidence told = only(look());
    assertThat(Objects.requireNonNull(told.sources().getFirst().snapshot()).equal()).isTrue();
    end(run);
    assertThat(look()).containsOnlyKeys("t");
    assertThat(look()).isEmpty();
  }

  @Test
  @DisplayName("too many moved, the partition was elsewhere, the database was set back: all")
  void everybody() {
    fold.forgetful = true;
    assertThat(look()).hasSize(OTHERS + 1);
    fold.forgetful = false;
    assertThat(look()).isEmpty();

    fold.here = false;
    assertThat(evidence.partitions()).isEmpty();
    assertThatThrownBy(this::look).isInstanceOf(NotYetException.class);
    fold.here = true;
    assertThat(look()).hasSize(OTHERS + 1);

    applied(10);
    assertThat(look()).hasSize(OTHERS + 1);
    assertThat(look()).isEmpty();

    end(begin("digest", "null"));
    assertThat(look()).isEmpty();
    sql("delete from @reconciliation_part");
    sql("delete from @reconciliation where migration = :m");
    assertThat(look()).hasSize(OTHERS + 1);
  }

  @Test
  @DisplayName("who asks for a tenant is told of it, and of none that is elsewhere")
  void also() {
    assertThat(look("t", "not-here")).containsOnlyKeys("t");
  }

  @Test
  @DisplayName("what was not taken is told again; a fold behind PostgreSQL tells nothing")
  void again() {
    // given
    fold.event("t", 1, 0, false, "s-1");
    EvidenceSource.Sink full =
        new EvidenceSource.Sink() {
          @Override
          public void take(TenantEvidence one) {}

          @Override
          public void settle() {
            throw new IllegalStateException("the broker is away");
          }
        };

    // when
    assertThatThrownBy(() -> evidence.look(0, Set.of(), full))
        .isInstanceOf(IllegalStateException.class);

    // then
    assertThat(look()).containsKey("t");

    // when
    applied(fold.next + 1);
    assertThatThrownBy(this::look).isInstanceOf(NotYetException.class);
    fold.event("t", 0, 0, false, "s-1");

    // then
    assertThat(only(look()).waits()).isEmpty();
  }
}
