package dev.crossfade.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class SumsOfOldStatesIT {
  private static final int STATES = 2_000;
  private static final String[] TENANTS = {"t-1", "学校-用户1", "é"};
  private static final String[] DOMAINS = {"students", "tasks"};

  /** Which sum. */
  private record At(int partition, String domain, int bucket) {}

  @Test
  @DisplayName("the buckets and sums of states from before there were any are those of Java")
  void backfilled(TestDatabase test) {
    // given
    Flyway.configure()
        .dataSource(test.jdbcUrl(), test.user(), test.password())
        .schemas(Database.SCHEMA)
        .locations("classpath:dev/crossfade/database/migrations")
        .target("8")
        .load()
        .migrate();
    var settings = new DatabaseSettings(test.jdbcUrl(), test.user(), test.password());
    try (Database database = new Database(settings, "test", 2)) {
      Map<RecordKey, Integer> buckets = new HashMap<>();
      Map<At, BucketSum> expected = insert(database, buckets);
      // when
      database.migrate();
      // then
      database
          .dsl()
          .fetch("select tenant, domain, id, bucket from crossfade.record_state")
          .forEach(
              r ->
                  assertThat(r.get(3, Integer.class))
                      .isEqualTo(
                          buckets.get(
                              new RecordKey(
                                  r.get(0, String.class),
                                  r.get(1, String.class),
                                  r.get(2, String.class)))));
      assertThat(sums(database)).isEqualTo(expected);
    }
  }

  private static Map<At, BucketSum> insert(Database database, Map<RecordKey, Integer> buckets) {
    Random random = new Random(1);
    Map<At, BucketSum> sums = new HashMap<>();
    List<Object[]> rows = new ArrayList<>();
    short migration = database.migrationId("old");
    for (int i = 0; i < STATES; i++) {
      RecordKey key = new RecordKey(TENANTS[i % 3], DOMAINS[i % 2], "😀" + i);
      int partition = i % 4;
      @Nullable Long offset = i % 9 == 0 ? null : Long.valueOf(random.nextInt(1_000_000));
      @Nullable Digest digest =
          offset == null || i % 5 == 0
              ? null
              : Digest.of(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
      rows.add(
          new @Nullable Object[] {
            migration,
            key.tenant(),
            key.domain(),
            key.id(),
            partition,
            offset,
            digest == null ? null : digest.bytes()
          });
      buckets.put(key, Fingerprint.bucket(key));
      if (offset != null) {
        sums.merge(
            new At(partition, key.domain(), Fingerprint.bucket(key)),
            BucketSum.of(Fingerprint.of(key, offset, digest), digest),
            BucketSum::plus);
      }
    }
    database
        .dsl()
        .batch(
            "insert into crossfade.record_state (migration, tenant, domain, id, partition,"
                + " decided_offset, digest, revision, reflects)"
                + " values (?, ?, ?, ?, ?, cast(? as bigint), cast(? as bytea), 1, '{}')",
            rows.toArray(Object[][]::new))
        .execute();
    return sums;
  }

  private static Map<At, BucketSum> sums(Database database) {
    Map<At, BucketSum> sums = new HashMap<>();
    database
        .dsl()
        .fetch(
            "select partition, domain, bucket, states, live, high, low from crossfade.bucket_sum")
        .forEach(
            r ->
                sums.put(
                    new At(
                        r.get(0, Integer.class), r.get(1, String.class), r.get(2, Integer.class)),
                    new BucketSum(
                        r.get(3, Long.class),
                        r.get(4, Long.class),
                        r.get(5, Long.class),
                        r.get(6, Long.class))));
    return sums;
  }
}
