package dev.crossfade.sync.conflict;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.decide.RuleSettlement;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.conflict.Conflict.Result;
import dev.crossfade.sync.conflict.ConflictList.Filter;
import dev.crossfade.sync.resolve.Bulk;
import dev.crossfade.sync.resolve.Decree;
import dev.crossfade.sync.resolve.Resolutions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves conflicts. Thread-safe. */
final class ConflictDesk {
  private final ConflictReader reader;
  private final Resolutions resolutions;

  ConflictDesk(ConflictReader reader, Resolutions resolutions) {
    this.reader = reader;
    this.resolutions = resolutions;
  }

  /**
   * Appends what resolves one.
   *
   * @param base the state that the person looked at
   * @return where it lies; null where it came too late
   */
  @Nullable Position resolve(
      Migration migration, Conflict conflict, Position base, Result result, Decree decree)
      throws InterruptedException {
    RecordResolved event = event(migration, conflict, base, result, decree);
    Position position = resolutions.append(migration, List.of(event)).getFirst();
    return resolutions.tookEffect(migration, List.of(event), List.of(position)).getFirst()
        ? position
        : null;
  }

  private static RecordResolved event(
      Migration migration, Conflict conflict, Position base, Result result, Decree decree) {
    Blueprint blueprint = migration.blueprint().orElseThrow();
    boolean waits = conflict.entry().waits();
    return decree.event(
        conflict.entry().key(),
        base,
        waits ? conflict.entry().position() : null,
        // What is decided is turned round: that settles nothing that waits.
        waits ? result.take() : Take.REPAIRED,
        result.document(),
        Conflict.schema(blueprint));
  }

  /** How each of many is to be resolved. */
  enum Way {
    EXISTING,
    INCOMING,
    RULES
  }

  /** Resolves all that wait and match, some at a time. */
  Bulk resolveAll(Migration migration, Filter filter, Way way, Decree decree)
      throws InterruptedException {
    Bulk bulk = new Bulk();
    Position after = null;
    while (true) {
      int room = Math.min(Bulk.CHUNK, bulk.room());
      List<Conflict> found = reader.some(migration, filter, after, Math.max(1, room));
      if (found.isEmpty()) {
        return bulk;
      }
      if (room == 0) {
        bulk.more();
        return bulk;
      }
      after = found.getLast().entry().position();
      List<Conflict> matching = found.stream().filter(c -> matches(c, filter)).toList();
      matching.forEach(conflict -> bulk.matched());
      resolveChunk(migration, matching, way, decree, bulk);
    }
  }

  static boolean matches(Conflict conflict, Filter filter) {
    return filter.field() == null || conflict.fields().contains(filter.field());
  }

  /** Of each record one at a time: by the first, the record moves. */
  private void resolveChunk(
      Migration migration, List<Conflict> chunk, Way way, Decree decree, Bulk bulk)
      throws InterruptedException {
    List<Conflict> left = chunk;
    while (!left.isEmpty()) {
      Set<RecordKey> touched = new HashSet<>();
      List<Conflict> later = new ArrayList<>();
      List<RecordResolved> events = new ArrayList<>();
      for (Conflict conflict : left) {
        if (!touched.add(conflict.entry().key())) {
          later.add(conflict);
          continue;
        }
        Result result = result(migration, conflict, way);
        if (result == null) {
          bulk.left();
        } else {
          events.add(event(migration, conflict, conflict.base(), result, decree));
        }
      }
      append(migration, events, bulk);
      left = again(migration, later, bulk);
    }
  }

  private void append(Migration migration, List<RecordResolved> events, Bulk bulk)
      throws InterruptedException {
    if (events.isEmpty()) {
      return;
    }
    List<Position> positions = resolutions.append(migration, events);
    for (boolean done : resolutions.tookEffect(migration, events, positions)) {
      if (done) {
        bulk.done();
      } else {
        bulk.moved();
      }
    }
  }

  /** The same conflicts as they are now. */
  private List<Conflict> again(Migration migration, List<Conflict> conflicts, Bulk bulk)
      throws InterruptedException {
    List<Conflict> present = new ArrayList<>();
    for (Conflict conflict : conflicts) {
      Conflict now = reader.at(migration, conflict.entry().position());
      if (now == null || !now.entry().waits()) {
        bulk.moved();
      } else {
        present.add(now);
      }
    }
    return present;
  }

  private static @Nullable Result result(Migration migration, Conflict conflict, Way way) {
    if (!conflict.complete() && way != Way.EXISTING) {
      return null;
    }
    return switch (way) {
      case EXISTING -> conflict.existing();
      case INCOMING -> conflict.incoming();
      case RULES -> byRules(migration, conflict);
    };
  }

  private static @Nullable Result byRules(Migration migration, Conflict conflict) {
    Domain domain =
        migration.blueprint().flatMap(b -> b.domain(conflict.entry().key().domain())).orElse(null);
    if (domain == null) {
      return null;
    }
    return switch (RuleSettlement.of(
        domain,
        conflict.fields(),
        conflict.record().document() == null,
        conflict.side().deleted())) {
      case RuleSettlement.Fields(Set<String> incoming) ->
          conflict.incoming(conflict.fields().stream().filter(incoming::contains).toList());
      case RuleSettlement.Whole(boolean incoming) ->
          incoming ? conflict.incoming() : conflict.existing();
      case RuleSettlement.Person person -> null;
    };
  }
}
