package dev.crossfade.sync.parked;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Reference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.sync.store.ParkedWrites.Origin;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The record that a parked write waits for: which one has the row, or is to have it.
 *
 * @param id of the record's key
 */
record Obstacle(String domain, String id) {

  /** Null where the write waits for no row, or for one of which nothing is known. */
  static @Nullable Obstacle of(
      DSLContext db, short migration, Function<Digest, Blueprint> blueprints, Parked parked) {
    UUID row = parked.waitsFor();
    if (row == null) {
      return null;
    }
    Obstacle named = named(blueprints.apply(parked.origin().blueprint()), parked, row);
    return named != null ? named : holder(db, migration, parked.key().tenant(), row);
  }

  /** The one that the document names: it may never have been there. */
  private static @Nullable Obstacle named(Blueprint blueprint, Parked parked, UUID row) {
    Domain domain = blueprint.domain(parked.key().domain()).orElse(null);
    String text = parked.document();
    if (domain == null || text == null) {
      return null;
    }
    Origin origin = parked.origin();
    Document present =
        domain.upcast(origin.version(), Document.stored(text.getBytes(StandardCharsets.UTF_8)));
    SourceKey source = new SourceKey(parked.key().tenant(), origin.source());
    for (Reference reference : domain.mapping().references(present)) {
      Domain target = blueprint.domain(reference.domain()).orElse(null);
      RecordKey key = target == null ? null : target.recordKey(source, reference.id());
      if (target != null && key != null && target.rowId(key).equals(row)) {
        return new Obstacle(key.domain(), key.id());
      }
    }
    return null;
  }

  private static @Nullable Obstacle holder(
      DSLContext db, short migration, String tenant, UUID row) {
    var s = RECORD_STATE;
    return db.select(s.DOMAIN, s.ID)
        .from(s)
        .where(s.ROW_ID.eq(row), s.TENANT.eq(tenant), s.MIGRATION.eq(migration))
        .limit(1)
        .fetchOne(r -> new Obstacle(r.value1(), r.value2()));
  }
}
