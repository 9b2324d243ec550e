package dev.crossfade.reconcile.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatesComparisonIT {
  private static final RecordKey ADA = new RecordKey("a", "students", "42");
  private static final RecordKey BOB = new RecordKey("b", "students", "43");

  private Place place;

  @BeforeAll
  void open(TestKafka kafka, TestDatabase database) throws Exception {
    place = Place.open(kafka, database);
  }

  @AfterAll
  void close() {
    place.close();
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final StillView FOLD =
      new StillView(
          0,
          10,
          List.of(
              new FoldedDigest(ADA, 5, digest("ada")), new FoldedDigest(BOB, 6, digest("bob"))));

  private static final String KEPT =
      "insert into crossfade.bucket_sum select migration, partition, domain, bucket, count(*),"
          + " count(digest), crossfade.wrapped(sum(crossfade.eight_bytes(f, 1))),"
          + " crossfade.wrapped(sum(crossfade.eight_bytes(f, 9))) from (select *,"
          + " crossfade.fingerprint_of(tenant, domain, id, decided_offset, digest) as f"
          + " from crossfade.record_state) as s group by migration, partition, domain, bucket";

  private static final String WRONG_STATE =
      "update crossfade.record_state set digest = sha256(digest) where id = '42'";

  /** What stands in PostgreSQL: the sums right, wrong, or right of the states that stand there. */
  private void given(String sums, String states) {
    place.db().execute("truncate crossfade.record_state, crossfade.bucket_sum");
    place.state(ADA, 5, digest("ada").bytes());
    place.state(BOB, 6, digest("bob").bytes());
    boolean wrong = states.equals("differ");
    if (wrong && sums.equals("follow")) {
      place.db().execute(WRONG_STATE);
    }
    place.db().execute(KEPT);
    if (wrong && !sums.equals("follow")) {
      place.db().execute(WRONG_STATE);
    }
    if (sums.equals("differ")) {
      place
          .db()
          .execute(
              "update crossfade.bucket_sum set low = low + 1, states = states + 1 where bucket ="
                  + " (select bucket from crossfade.record_state where id = '42')");
    }
  }

  private Work work(String level, String scope) {
    @Nullable Set<String> tenants = scope.equals("all") ? null : Set.of(scope, "none-of-it");
    return new Work(
        place.migration(),
        place.id(),
        level.equals("rows") ? Level.ROWS : Level.DIGEST,
        new Scope(tenants, null, null),
        0);
  }

  private PartLook.Compared compare(Work work) {
    return place
        .store()
        .comparisons()
        .snapshot(tx -> new StatesComparison(tx, work, FOLD).compare());
  }

  private static String named(List<Suspect> suspects) {
    return suspects.stream()
        .map(Suspect::difference)
        .map(one -> one.type().word())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0} of {1}: sums {2}, states {3}")
  @DisplayName(
      "what is told where the sums that sync keeps, or the states, are not what the log says")
  @CsvSource({
    "digest, all, equal,  equal,  ''",
    "digest, all, differ, equal,  'count_mismatch'",
    "digest, all, equal,  differ, ''",
    "digest, all, follow, differ, 'data_mismatch'",
    "digest, all, differ, differ, 'count_mismatch data_mismatch'",
    "rows,   all, equal,  equal,  ''",
    "rows,   all, differ, equal,  'count_mismatch'",
    "rows,   all, equal,  differ, 'data_mismatch'",
    "rows,   all, follow, differ, 'data_mismatch'",
    "rows,   all, differ, differ, 'count_mismatch data_mismatch'",
    "digest, a,   equal,  equal,  ''",
    "digest, a,   differ, equal,  ''",
    "digest, a,   equal,  differ, 'data_mismatch'",
    "digest, a,   differ, differ, 'data_mismatch'",
    "rows,   a,   differ, equal,  ''",
    "rows,   a,   equal,  differ, 'data_mismatch'",
    "digest, b,   differ, differ, ''",
    "rows,   b,   differ, differ, ''",
  })
  void table(String level, String scope, String sums, String states, String told) {
    // given
    given(sums, states);
    // when
    PartLook.Compared found = compare(work(level, scope));
    // then
    assertThat(named(found.suspects())).isEqualTo(told);
    if (!scope.equals("all")) {
      assertThat(found.cost().digestsRead()).as("only the tenant's own").isEqualTo(2);
      assertThat(found.cost().buckets()).isZero();
      assertThat(found.domains().get("students"))
          .satisfies(counts -> assertThat(counts.source()).isEqualTo(1));
    }
    if (sums.equals("equal") && states.equals("equal") && scope.equals("all")) {
      assertThat(found.cost().digestsRead()).isZero();
    }
  }

  @Test
  @DisplayName("a wrong sum is told by how much it is wrong, and so is the same after more events")
  void sameAgain() {
    // given
    given("differ", "equal");
    Difference first = compare(work("digest", "all")).suspects().getFirst().difference();
    RecordKey cid = sameBucket();
    place.state(cid, 11, digest("cid").bytes());
    place
        .db()
        .execute(
            "update crossfade.bucket_sum as b set states = b.states + 1, live = b.live + 1,"
                + " high = crossfade.wrapped(b.high::numeric + crossfade.eight_bytes(f, 1)),"
                + " low = crossfade.wrapped(b.low::numeric + crossfade.eight_bytes(f, 9))"
                + " from (select *, crossfade.fingerprint_of(tenant, domain, id, decided_offset,"
                + " digest) as f from crossfade.record_state where id = ?) as s"
                + " where b.bucket = s.bucket",
            cid.id());
    List<FoldedDigest> more = new java.util.ArrayList<>(FOLD.records());
    more.add(new FoldedDigest(cid, 11, digest("cid")));
    StillView later = new StillView(0, 12, more);
    // when
    List<Difference> again =
        place
            .store()
            .comparisons()
            .snapshot(tx -> new StatesComparison(tx, work("digest", "all"), later).wrongSums());
    // then
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().sameAs(first)).isTrue();
    assertThat(again.getFirst().position().offset()).isEqualTo(12);
    assertThat(first.type()).isEqualTo(DifferenceType.COUNT_MISMATCH);
    assertThat(first.type().drift()).as("no record differs").isFalse();
  }

  @Test
  @DisplayName("a pass may take hours; the next one who gets the connection is hurried again")
  void unhurried() {
    // given
    var database = place.store().comparisons();
    List<Integer> limits = new java.util.ArrayList<>();
    // when
    for (boolean unhurried : new boolean[] {false, true, false}) {
      String statement =
          database.snapshot(
              tx -> {
                if (unhurried) {
                  AtPosition.unhurried(tx);
                }
                tx.connection(one -> limits.add(one.getNetworkTimeout()));
                return tx.fetchSingle("show statement_timeout").get(0, String.class);
              });
      // then
      assertThat(statement).isEqualTo(unhurried ? "0" : "1min");
    }
    assertThat(limits.get(0)).isEqualTo(limits.get(2)).isLessThan(100_000);
    assertThat(limits.get(1)).isGreaterThan(3_600_000);
  }

  /** A record that shares its bucket with the one whose sum is wrong. */
  private static RecordKey sameBucket() {
    int bucket = dev.crossfade.core.compare.Fingerprint.bucket(ADA);
    for (int i = 0; ; i++) {
      RecordKey key = new RecordKey("c", "students", "x" + i);
      if (dev.crossfade.core.compare.Fingerprint.bucket(key) == bucket) {
        return key;
      }
    }
  }
}
