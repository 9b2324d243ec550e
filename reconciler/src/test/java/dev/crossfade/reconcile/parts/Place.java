package dev.crossfade.reconcile.parts;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A school's migration whose log is empty, and its tables. */
record Place(Migration migration, ReconcilerStore store, short id, Blueprint blueprint)
    implements AutoCloseable {
  static final int PARTITIONS = 2;

  static Place open(TestKafka kafka, TestDatabase database) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    Migration migration =
        Migration.open(kafka.namespace(), client, "/services/reconciler", InstantSource.system());
    Blueprint blueprint = Blueprint.load(Path.of("../blueprints/school"));
    MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
    setup.createTopics(migration.topics());
    setup.publish(migration, blueprint);
    ReconcilerStore store =
        new ReconcilerStore(
            new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()), 6);
    short id = store.migrationId(migration.name());
    store.reads().dsl().execute(Ddl.of(blueprint));
    return new Place(migration, store, id, blueprint);
  }

  DSLContext db() {
    return store.reads().dsl();
  }

  /** How far both partitions are applied. */
  void applied(long nextOffset) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      db().execute(
              "insert into crossfade.applied_position values (?, ?, ?, 't', ?, now()) on conflict"
                  + " (migration, partition) do update set next_offset = excluded.next_offset",
              id,
              partition,
              nextOffset,
              PARTITIONS);
    }
  }

  /** A decided state of partition 0. */
  void state(RecordKey key, long offset, byte @Nullable [] digest) {
    db().execute(
            "insert into crossfade.record_state (migration, tenant, domain, id, partition,"
                + " decided_offset, digest, revision, reflects, bucket)"
                + " values (?, ?, ?, ?, 0, ?, ?, 1, '{}', crossfade.bucket_of(?, ?, ?))",
            id,
            key.tenant(),
            key.domain(),
            key.id(),
            offset,
            digest,
            key.tenant(),
            key.domain(),
            key.id());
  }

  @Override
  public void close() {
    store.close();
    migration.close();
  }
}
