package dev.crossfade.reconcile.cutover;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_PART;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/** Comparisons that a change of the cutover can stand on. */
final class CleanRuns {
  static final List<String> ROWS = List.of(Level.ROWS.word());
  static final List<String> EITHER = List.of(Level.ROWS.word(), Level.DIGEST.word());

  private CleanRuns() {}

  /**
   * The latest clean one of the whole migration that lies behind the last change of mode or share:
   * that change was known before it looked at anything. No clock has a say in it (I8).
   */
  static Optional<CleanRun> latest(
      DSLContext tx, short migration, List<String> levels, Cutover cutover) {
    var r = RECONCILIATION;
    CutoverChange last = cutover.lastChange();
    // Null, of a run before this was noted, is behind nothing.
    Condition behind = last == null ? DSL.trueCondition() : r.CONTROL_VERSION.ge(last.version());
    var found =
        tx.select(r.ID, r.STARTED_AT)
            .from(r)
            .where(r.MIGRATION.eq(migration), r.STATE.eq(RunState.CLEAN.word()))
            .and(r.LEVEL.in(levels))
            .and(r.TENANTS.isNull())
            .and(r.DOMAINS.isNull())
            .and(r.STARTED_AT.isNotNull())
            .and(behind)
            .orderBy(r.TURN.desc())
            .limit(1)
            .fetchOne();
    if (found == null) {
      return Optional.empty();
    }
    UUID id = found.value1();
    RaiseProof proof = new RaiseProof(id.toString(), positions(tx, id));
    return proof.positions().isEmpty()
        ? Optional.empty()
        : Optional.of(new CleanRun(found.value2(), proof));
  }

  /** Of each partition the lowest that a part of the run was at. */
  private static List<Position> positions(DSLContext tx, UUID run) {
    var p = RECONCILIATION_PART;
    SortedMap<Integer, Long> lowest = new TreeMap<>();
    for (JSON json :
        tx.select(p.POSITIONS).from(p).where(p.RECONCILIATION.eq(run)).fetch(p.POSITIONS)) {
      if (json != null) {
        JsonNode positions = Json.MAPPER.readTree(json.data());
        for (String partition : positions.propertyNames()) {
          lowest.merge(
              Integer.valueOf(partition), positions.path(partition).longValue(), Math::min);
        }
      }
    }
    List<Position> all = new ArrayList<>();
    lowest.forEach((partition, offset) -> all.add(new Position(partition, offset)));
    return all;
  }
}
