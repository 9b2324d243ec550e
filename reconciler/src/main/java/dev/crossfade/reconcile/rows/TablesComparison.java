package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.json.Digest;
import dev.crossfade.database.rows.NotedRows;
import dev.crossfade.database.rows.NotedRows.Counted;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Compares the users' tables with what is noted of what was written: all of it inside PostgreSQL,
 * so that only what differs comes out. Thread-safe.
 */
public final class TablesComparison {
  private final short migration;
  private final Function<Digest, Optional<Blueprint>> blueprints;
  private final Blueprint current;

  /**
   * @param blueprints those that this process knows
   * @param current the one by which records are to stand in the tables
   */
  public TablesComparison(
      short migration, Function<Digest, Optional<Blueprint>> blueprints, Blueprint current) {
    this.migration = migration;
    this.blueprints = blueprints;
    this.current = current;
  }

  /**
   * What to look at.
   *
   * @param tenants null: all
   * @param domains null: all
   */
  public record Scope(@Nullable Set<String> tenants, @Nullable Set<String> domains) {
    /** Everything. */
    public static final Scope ALL = new Scope(null, null);
  }

  /**
   * Compares.
   *
   * @param tx a transaction of isolation {@code repeatable read}, which may be read only, without a
   *     time limit for its statements that a pass over a table would exceed
   * @param cap the most differences to answer; the counts are whole
   */
  public TablesResult compare(DSLContext tx, Scope scope, int cap) {
    var positions = Numbers.applied(tx, migration);
    int partitions = Numbers.partitions(tx, migration);
    Map<Short, Blueprint> numbers = Numbers.blueprints(tx, migration, blueprints);
    NotedRows noted = new NotedRows(tx, migration, numbers, scope.tenants());
    RecordFindings findings =
        new RecordFindings(current, new RowOwner(tx, migration, current), scope.domains(), cap);
    for (Table table : current.tablesParentsFirst()) {
      noted.differences(current, table, findings::add);
    }
    Map<String, Counted> counted = noted.count(current);
    if (scope.domains() != null) {
      counted.keySet().retainAll(scope.domains());
    }
    long rows = counted.values().stream().mapToLong(Counted::records).sum();
    return new TablesResult(
        positions,
        counts(counted, findings),
        findings.differences(positions, partitions),
        findings.capped(),
        unclear(noted, counted.values(), scope.domains()),
        new Cost(0, 0, 0, 0, rows, findings.fetched()));
  }

  /** Asked only where there are any: it is one more pass over the states. */
  private Set<String> unclear(
      NotedRows noted, Collection<Counted> counted, @Nullable Set<String> domains) {
    boolean any = counted.stream().anyMatch(of -> of.unknown() > 0);
    return any ? Set.copyOf(noted.unknown(current, domains, TablesResult.MOST_UNCLEAR)) : Set.of();
  }

  private static Map<String, DomainCounts> counts(
      Map<String, Counted> counted, RecordFindings findings) {
    Map<String, DomainCounts> counts = new HashMap<>();
    Set<String> domains = new TreeSet<>(counted.keySet());
    domains.addAll(findings.domains());
    for (String domain : domains) {
      Counted of = counted.getOrDefault(domain, new Counted(0, 0, 0));
      long missing = findings.missing(domain);
      long different = findings.different(domain);
      long compared = of.records() - of.unknown();
      Map<Count, Long> count = new EnumMap<>(Count.class);
      count.put(Count.COMPARED, compared);
      count.put(Count.VALID, compared - missing - different);
      count.put(Count.MISSING, missing);
      count.put(Count.DIFFERENT, different);
      count.put(Count.EXTRA, findings.extra(domain));
      count.put(Count.PARKED, of.parked());
      count.put(Count.INDETERMINATE, of.unknown());
      counts.put(domain, new DomainCounts(0, 0, count));
    }
    return counts;
  }
}
