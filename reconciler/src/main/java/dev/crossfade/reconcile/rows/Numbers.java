package dev.crossfade.reconcile.rows;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.BLUEPRINT;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;

/** What the schema {@code crossfade} has numbers for, as one transaction sees it. */
final class Numbers {
  private Numbers() {}

  /** The blueprints that records were decided and written under, but for those that are unknown. */
  static Map<Short, Blueprint> blueprints(
      DSLContext tx, short migration, Function<Digest, Optional<Blueprint>> known) {
    var b = BLUEPRINT;
    Map<Short, Blueprint> found = new HashMap<>();
    tx.select(b.ID, b.DIGEST)
        .from(b)
        .where(b.MIGRATION.eq(migration))
        .forEach(
            r ->
                known
                    .apply(Digest.stored(r.value2()))
                    .ifPresent(blueprint -> found.put(r.value1(), blueprint)));
    return found;
  }

  /** How far each partition is applied: the offset of the first event that does not count. */
  static Map<Integer, Position> applied(DSLContext tx, short migration) {
    var a = APPLIED_POSITION;
    Map<Integer, Position> found = new TreeMap<>();
    tx.select(a.PARTITION, a.NEXT_OFFSET)
        .from(a)
        .where(a.MIGRATION.eq(migration))
        .forEach(r -> found.put(r.value1(), new Position(r.value1(), r.value2())));
    return found;
  }

  /** How many partitions the log has; 0 while nothing of it is applied. */
  static int partitions(DSLContext tx, short migration) {
    var a = APPLIED_POSITION;
    return tx.select(a.PARTITIONS)
        .from(a)
        .where(a.MIGRATION.eq(migration))
        .limit(1)
        .fetchOptional(a.PARTITIONS)
        .orElse(0);
  }
}
