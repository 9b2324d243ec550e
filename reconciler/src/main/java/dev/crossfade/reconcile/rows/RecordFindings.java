package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.rows.NotedRows;
import dev.crossfade.database.rows.NotedRows.Kind;
import dev.crossfade.database.rows.NotedRows.Owner;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.Difference.RowName;
import dev.crossfade.reconcile.compare.DifferenceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what differs in tables what differs in records: one difference a record, whatever the
 * number of its rows. Keeps so many, and counts all. For one thread.
 */
final class RecordFindings {
  private final Blueprint current;
  private final @Nullable Set<String> domains;
  private final int cap;
  private final Map<RecordKey, List<NotedRows.Difference>> ofRecords = new LinkedHashMap<>();
  private final List<NotedRows.Difference> extras = new ArrayList<>();
  private final Set<RecordKey> missing = new HashSet<>();
  private final Set<RecordKey> different = new HashSet<>();
  private final Map<String, Long> extraRows = new HashMap<>();
  private final RowOwner owners;
  private boolean capped;
  private long fetched;

  /**
   * @param domains those to look at; null: all
   */
  RecordFindings(Blueprint current, RowOwner owners, @Nullable Set<String> domains, int cap) {
    this.current = current;
    this.owners = owners;
    this.domains = domains;
    this.cap = cap;
  }

  /** Takes in what differs in a table. */
  void add(NotedRows.Difference found) {
    fetched++;
    Owner owner = found.owner();
    if (owner == null) {
      extra(found);
      return;
    }
    RecordKey key = owner.key();
    boolean untold = owner.outdated() && !owner.parked();
    if (untold || !looksAt(key.domain())) {
      return;
    }
    if (found.kind() == Kind.MISSING && isRecordRow(found, key)) {
      missing.add(key);
      different.remove(key);
    } else if (!missing.contains(key)) {
      different.add(key);
    }
    if (ofRecords.containsKey(key) || kept() < cap) {
      ofRecords.computeIfAbsent(key, k -> new ArrayList<>(1)).add(found);
    } else {
      capped = true;
    }
  }

  private void extra(NotedRows.Difference found) {
    String domain = owners.domainOf(found.table());
    if (domain == null || !looksAt(domain)) {
      return;
    }
    extraRows.merge(domain, 1L, Long::sum);
    if (kept() < cap) {
      extras.add(found);
    } else {
      capped = true;
    }
  }

  private int kept() {
    return ofRecords.size() + extras.size();
  }

  private boolean looksAt(String domain) {
    return domains == null || domains.contains(domain);
  }

  private boolean isRecordRow(NotedRows.Difference found, RecordKey key) {
    return current
        .domain(key.domain())
        .filter(domain -> domain.mapping().recordTable() == found.table())
        .isPresent();
  }

  long missing(String domain) {
    return count(missing, domain);
  }

  long different(String domain) {
    return count(different, domain);
  }

  /** Rows, as of records that are there nobody can count the records of what is left of others. */
  long extra(String domain) {
    return extraRows.getOrDefault(domain, 0L);
  }

  private static long count(Set<RecordKey> keys, String domain) {
    return keys.stream().filter(key -> key.domain().equals(domain)).count();
  }

  boolean capped() {
    return capped;
  }

  long fetched() {
    return fetched;
  }

  /** The domains of which anything was found. */
  Set<String> domains() {
    Set<String> found = new HashSet<>(extraRows.keySet());
    missing.forEach(key -> found.add(key.domain()));
    different.forEach(key -> found.add(key.domain()));
    return found;
  }

  /**
   * The differences of records.
   *
   * @param positions of the partitions
   * @param partitions how many the log has
   */
  List<Difference> differences(Map<Integer, Position> positions, int partitions) {
    List<Difference> all = new ArrayList<>();
    ofRecords.forEach(
        (key, rows) -> {
          DifferenceType type =
              missing.contains(key) ? DifferenceType.MISSING_RECORD : DifferenceType.DATA_MISMATCH;
          all.add(difference(type, key, rows, at(key.tenant(), positions, partitions)));
        });
    Map<NotedRows.Difference, RecordKey> deleted = owners.ofDeleted(extras);
    Map<RecordKey, List<NotedRows.Difference>> raised = new LinkedHashMap<>();
    for (NotedRows.Difference extra : extras) {
      String tenant = extra.tenant() == null ? "" : extra.tenant();
      String domain = owners.domainOf(extra.table());
      RecordKey owner =
          deleted.getOrDefault(
              extra,
              new RecordKey(tenant, domain == null ? "" : domain, String.valueOf(extra.id())));
      raised.computeIfAbsent(owner, k -> new ArrayList<>(1)).add(extra);
    }
    raised.forEach(
        (key, rows) ->
            all.add(
                difference(
                    DifferenceType.EXTRA_RECORD,
                    key,
                    rows,
                    at(key.tenant(), positions, partitions))));
    return all;
  }

  private static Position at(String tenant, Map<Integer, Position> positions, int partitions) {
    int partition =
        tenant.isEmpty() || partitions == 0 ? 0 : Partitioner.partition(tenant, partitions);
    return positions.getOrDefault(partition, new Position(partition, 0));
  }

  private static Difference difference(
      DifferenceType type, RecordKey key, List<NotedRows.Difference> rows, Position at) {
    NotedRows.Difference first = rows.getFirst();
    return new Difference(
        type,
        key,
        new RowName(first.table().qualifiedName(), String.valueOf(first.id())),
        at,
        type == DifferenceType.EXTRA_RECORD
            ? null
            : hashes(rows.stream().map(NotedRows.Difference::expected).toList()),
        type == DifferenceType.MISSING_RECORD
            ? null
            : hashes(rows.stream().map(NotedRows.Difference::actual).toList()),
        List.of());
  }

  private static String hashes(List<@Nullable UUID> hashes) {
    return hashes.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
