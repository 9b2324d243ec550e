package dev.crossfade.reconcile.digest;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.PartOutcome;
import dev.crossfade.reconcile.compare.Scope;
import dev.crossfade.reconcile.compare.SecondLook;
import dev.crossfade.reconcile.fold.DrivenFold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.fold.RandomLog;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
final class DigestLookIT {
  private static final int POSITION = 150;
  private static final List<Message> LOG =
      new RandomLog(21, 0, List.of("school-1", "school-2")).more(200).messages();

  private final Database database;
  private short migration;
  private DrivenFold fold;
  private DigestLook look;
  private long logEnd = 200;

  @TempDir private Path directory;

  DigestLookIT(TestDatabase server) {
    database =
        new Database(
            new DatabaseSettings(server.jdbcUrl(), server.user(), server.password()), "digest", 2);
  }

  @BeforeEach
  void begin() {
    database.migrate();
    database.dsl().execute("truncate crossfade.migration cascade");
    database.dsl().execute("truncate crossfade.bucket_sum");
    migration =
        database
            .dsl()
            .fetchSingle("insert into crossfade.migration (name) values ('notes') returning id")
            .get(0, Short.class);
    fold = new DrivenFold(directory);
    LOG.forEach(message -> fold.append(message, DrivenFold.BEGAN));
    look = new DigestLook(fold.asFold(), migration, partition -> logEnd, Duration.ZERO);
    apply(POSITION);
  }

  @AfterEach
  void end() {
    fold.close();
    database.close();
  }

  /** Puts PostgreSQL where sync would have it at this position. */
  private void apply(long position) {
    var s = RECORD_STATE;
    database.dsl().deleteFrom(s).execute();
    database.dsl().deleteFrom(APPLIED_POSITION).execute();
    database
        .dsl()
        .insertInto(APPLIED_POSITION)
        .values(migration, 0, position, "topic-1", 1, DrivenFold.BEGAN)
        .execute();
    states(position).forEach(this::put);
    sum();
  }

  private List<FoldedDigest> states(long position) {
    List<FoldedDigest> all = new ArrayList<>();
    if (fold.asFold().at(0, position) instanceof FoldAnswer.At(FoldView view)) {
      try (view) {
        for (String tenant : List.of("school-1", "school-2")) {
          for (String domain : view.domains(tenant)) {
            all.addAll(view.records(tenant, domain, null, 1_000));
          }
        }
      }
    }
    return all;
  }

  private void put(FoldedDigest state) {
    var s = RECORD_STATE;
    byte[] digest = state.digest() == null ? null : state.digest().bytes();
    database
        .dsl()
        .insertInto(s)
        .set(s.MIGRATION, migration)
        .set(s.TENANT, state.record().tenant())
        .set(s.DOMAIN, state.record().domain())
        .set(s.ID, state.record().id())
        .set(s.PARTITION, 0)
        .set(s.DECIDED_OFFSET, state.offset())
        .set(s.DIGEST, digest)
        .set(s.REVISION, 1L)
        .set(s.REFLECTS, JSONB.valueOf("{}"))
        .set(s.BUCKET, (short) Fingerprint.bucket(state.record()))
        .onConflict(s.MIGRATION, s.TENANT, s.DOMAIN, s.ID)
        .doUpdate()
        .set(s.DECIDED_OFFSET, state.offset())
        .set(s.DIGEST, digest)
        .execute();
  }

  private void remove(RecordKey key) {
    var s = RECORD_STATE;
    database
        .dsl()
        .deleteFrom(s)
        .where(s.TENANT.eq(key.tenant()), s.DOMAIN.eq(key.domain()), s.ID.eq(key.id()))
        .execute();
  }

  /** Sums what stands there, as sync would have. */
  private void sum() {
    database.dsl().execute("truncate crossfade.bucket_sum");
    database
        .dsl()
        .execute(
            "insert into crossfade.bucket_sum select migration, partition, domain, bucket,"
                + " count(*), count(digest), wrapped(sum(eight_bytes(f, 1))),"
                + " wrapped(sum(eight_bytes(f, 9))) from (select *, fingerprint_of(tenant,"
                + " domain, id, decided_offset, digest) as f from crossfade.record_state) s group"
                + " by migration, partition, domain, bucket");
  }

  private PartOutcome.Compared compare(Scope scope) {
    PartOutcome outcome = database.dsl().transactionResult(tx -> look.compare(tx.dsl(), 0, scope));
    assertThat(outcome).isInstanceOf(PartOutcome.Compared.class);
    return (PartOutcome.Compared) outcome;
  }

  private SecondLook lookAgain(Difference before) {
    return database.dsl().transactionResult(tx -> look.lookAgain(tx.dsl(), before));
  }

  private FoldedDigest live(int which) {
    return states(POSITION).stream().filter(s -> s.digest() != null).toList().get(which);
  }

  @Test
  @DisplayName("I15 what is the same at the position is no difference, and no digest is read")
  void same() {
    // when
    PartOutcome.Compared outcome = compare(Scope.ALL);
    // then
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.position().toString()).isEqualTo("0:150");
    Cost cost = outcome.cost();
    assertThat(cost.buckets()).isPositive();
    assertThat(cost.bucketsRead() + cost.digestsRead() + cost.documentsRead()).isZero();
    long valid =
        outcome.domains().values().stream().mapToLong(counts -> counts.of(Count.VALID)).sum();
    assertThat(valid).isEqualTo(states(POSITION).size());
    for (DomainCounts counts : outcome.domains().values()) {
      assertThat(counts.source()).isEqualTo(counts.target());
    }
    // when
    PartOutcome.Compared one = compare(new Scope(Set.of("school-1"), null));
    // then
    assertThat(one.differences()).isEmpty();
    assertThat(one.cost().buckets()).isZero();
  }

  @Test
  @DisplayName(
      "What was lost, invented, changed, raised and buried is found, and only that is read")
  void planted() {
    // given
    FoldedDigest lost = live(0);
    FoldedDigest changed = live(1);
    FoldedDigest buried = live(2);
    FoldedDigest raised =
        states(POSITION).stream().filter(s -> s.digest() == null).toList().getFirst();
    RecordKey invented = new RecordKey("school-1", "auto_skip", "nobody");
    Digest other = Digest.of("other".getBytes(StandardCharsets.UTF_8));
    remove(lost.record());
    put(new FoldedDigest(changed.record(), changed.offset(), other));
    put(new FoldedDigest(buried.record(), 149, null));
    put(new FoldedDigest(raised.record(), 149, other));
    put(new FoldedDigest(invented, 3, other));
    sum();
    Map<RecordKey, DifferenceType> expected =
        Map.of(
            lost.record(),
            DifferenceType.MISSING_RECORD,
            changed.record(),
            DifferenceType.DATA_MISMATCH,
            buried.record(),
            DifferenceType.MISSING_RECORD,
            raised.record(),
            DifferenceType.EXTRA_RECORD,
            invented,
            DifferenceType.EXTRA_RECORD);
    // when
    PartOutcome.Compared all = compare(Scope.ALL);
    // then
    assertFound(all.differences(), expected);
    assertThat(all.cost().bucketsRead()).isBetween(1L, 5L);
    // when
    Set<String> both = Set.of("school-1", "school-2");
    PartOutcome.Compared byTenant = compare(new Scope(both, null));
    // then
    assertFound(byTenant.differences(), expected);
    // when
    all.differences()
        .forEach(
            before ->
                // Something was appended behind the position, and nothing applied.
                assertThat(lookAgain(before)).isInstanceOf(SecondLook.Again.class));
    logEnd = POSITION;
    all.differences()
        .forEach(before -> assertThat(lookAgain(before)).isInstanceOf(SecondLook.Confirmed.class));
    // when
    apply(POSITION + 20);
    // then
    all.differences()
        .forEach(before -> assertThat(lookAgain(before)).isEqualTo(new SecondLook.Gone()));
  }

  private static void assertFound(List<Difference> found, Map<RecordKey, DifferenceType> expected) {
    assertThat(found)
        .extracting(Difference::record)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    found.forEach(
        difference -> assertThat(difference.type()).isEqualTo(expected.get(difference.record())));
  }

  @Test
  @DisplayName("A sum that is wrong beside the right states is told, and no drift")
  void wrongSum() {
    // given
    database
        .dsl()
        .execute(
            "update crossfade.bucket_sum set high = high + 1 where (domain, bucket) in (select"
                + " domain, bucket from crossfade.bucket_sum limit 1)");
    // when
    List<Difference> found = compare(Scope.ALL).differences();
    // then
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().type()).isEqualTo(DifferenceType.COUNT_MISMATCH);
    assertThat(found.getFirst().type().drift()).isFalse();
    logEnd = POSITION;
    assertThat(lookAgain(found.getFirst())).isInstanceOf(SecondLook.Confirmed.class);
    sum();
    assertThat(lookAgain(found.getFirst())).isEqualTo(new SecondLook.Gone());
  }

  @Test
  @DisplayName("I15 where the fold cannot tell, nothing is called drift")
  void cannotTell() {
    // given
    database.dsl().update(APPLIED_POSITION).set(APPLIED_POSITION.NEXT_OFFSET, 201L).execute();
    // then
    assertThat(
            database
                .dsl()
                .<PartOutcome>transactionResult(tx -> look.compare(tx.dsl(), 0, Scope.ALL)))
        .isEqualTo(new PartOutcome.Indeterminate("the fold ends at offset 200, below PostgreSQL"));
    // when
    database
        .dsl()
        .update(APPLIED_POSITION)
        .set(APPLIED_POSITION.NEXT_OFFSET, 150L)
        .set(APPLIED_POSITION.TOPIC_ID, "topic-2")
        .execute();
    // then
    assertThat(
            database
                .dsl()
                .<PartOutcome>transactionResult(tx -> look.compare(tx.dsl(), 0, Scope.ALL)))
        .isInstanceOf(PartOutcome.Indeterminate.class);
  }
}
