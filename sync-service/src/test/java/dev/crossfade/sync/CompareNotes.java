package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.Database;
import dev.crossfade.database.rows.NotedRows;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.BucketSums;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.RecordStates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What comparisons rely on, held against what it is made of: sums as they were kept by difference,
 * as PostgreSQL computes them and as Java does; hashes as noted and as the rows have them.
 */
final class CompareNotes {
  private CompareNotes() {}

  /**
   * @param blueprints the last is the one by which all rows were written
   */
  static void check(Database database, String name, List<Blueprint> blueprints, String what) {
    short migration = database.migrationId(name);
    Map<LogPartition, Map<Bucket, BucketSum>> byJava = byJava(database, migration);
    Map<LogPartition, Map<Bucket, BucketSum>> bySql = bySql(database, migration);
    assertThat(bySql).as(what + ": sums in SQL").isEqualTo(byJava);
    byJava.forEach(
        (partition, sums) ->
            assertThat(BucketSums.read(database.dsl(), partition))
                .as(what + ": sums as kept")
                .isEqualTo(sums));
    assertThat(differences(database, migration, blueprints)).as(what + ": rows").isEmpty();
    NotedRows noted = noted(database, migration, blueprints);
    noted
        .count(blueprints.getLast())
        .forEach((domain, count) -> assertThat(count.unknown()).as(what + ": " + domain).isZero());
  }

  private static NotedRows noted(Database database, short migration, List<Blueprint> blueprints) {
    Map<Short, Blueprint> numbers = new HashMap<>();
    Blueprints.all(database.dsl(), migration)
        .forEach(
            (number, schema) ->
                blueprints.stream()
                    .filter(b -> b.digest().equals(schema.blueprint()))
                    .forEach(b -> numbers.put(number, b)));
    return new NotedRows(database.dsl(), migration, numbers, null);
  }

  /** What stands otherwise than it is noted. */
  static List<NotedRows.Difference> differences(
      Database database, short migration, List<Blueprint> blueprints) {
    List<NotedRows.Difference> found = new ArrayList<>();
    NotedRows noted = noted(database, migration, blueprints);
    for (Table table : blueprints.getLast().tablesParentsFirst()) {
      noted.differences(blueprints.getLast(), table, found::add);
    }
    return found;
  }

  private static Map<LogPartition, Map<Bucket, BucketSum>> byJava(
      Database database, short migration) {
    Map<LogPartition, Map<Bucket, BucketSum>> sums = new HashMap<>();
    var stored =
        database
            .dsl()
            .fetch(
                "select tenant, domain, id, partition, bucket from crossfade.record_state"
                    + " where migration = ?",
                migration);
    List<RecordKey> keys = new ArrayList<>();
    Map<RecordKey, LogPartition> partitions = new HashMap<>();
    stored.forEach(
        r -> {
          RecordKey key =
              new RecordKey(r.get(0, String.class), r.get(1, String.class), r.get(2, String.class));
          assertThat(r.get(4, Integer.class)).isEqualTo(Fingerprint.bucket(key));
          keys.add(key);
          partitions.put(key, new LogPartition(migration, r.get(3, Integer.class)));
        });
    RecordStates.read(database.dsl(), migration, keys)
        .forEach(
            (key, state) -> {
              Fingerprint fingerprint = Fingerprint.of(key, state);
              if (fingerprint != null) {
                sums.computeIfAbsent(partitions.get(key), p -> new HashMap<>())
                    .merge(
                        Bucket.of(key), BucketSum.of(fingerprint, state.digest()), BucketSum::plus);
              }
            });
    return sums;
  }

  private static Map<LogPartition, Map<Bucket, BucketSum>> bySql(
      Database database, short migration) {
    Map<LogPartition, Map<Bucket, BucketSum>> sums = new HashMap<>();
    database
        .dsl()
        .fetch(
            """
            select partition, domain, crossfade.bucket_of(tenant, domain, id), count(*), count(digest),
              crossfade.wrapped(sum(crossfade.eight_bytes(f, 1))),
              crossfade.wrapped(sum(crossfade.eight_bytes(f, 9)))
            from (select *, crossfade.fingerprint_of(tenant, domain, id, decided_offset, digest) as f
                  from crossfade.record_state
                  where migration = ? and decided_offset is not null) as s
            group by 1, 2, 3
            """,
            migration)
        .forEach(
            r ->
                sums.computeIfAbsent(
                        new LogPartition(migration, r.get(0, Integer.class)), p -> new HashMap<>())
                    .put(
                        new Bucket(r.get(1, String.class), r.get(2, Integer.class)),
                        new BucketSum(
                            r.get(3, Long.class),
                            r.get(4, Long.class),
                            r.get(5, Long.class),
                            r.get(6, Long.class))));
    return sums;
  }
}
