package dev.crossfade.standalone.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a tenant that others can refer to, and all ids that are taken. The records are
 * changed only while the sample is made; the ids may be asked for by many threads.
 */
final class KnownRecords {
  private static final int SPARED = 10;

  private final Map<Owner, List<Known>> records = new HashMap<>();
  private final Set<List<String>> taken = ConcurrentHashMap.newKeySet();

  private record Owner(String domain, @Nullable String source) {}

  /**
   * A record.
   *
   * @param spared whether nothing that needs it may refer to it
   */
  record Known(String id, boolean spared) {}

  /** Adds one; whether it is spared depends on how many there are. */
  Known add(DomainPlan domain, String id, String writer) {
    List<Known> list = records.computeIfAbsent(owner(domain, writer), key -> new ArrayList<>());
    boolean spared = list.size() % SPARED == SPARED - 1;
    Known known = new Known(id, spared);
    list.add(known);
    return known;
  }

  /** Those that a record of this writer can refer to. */
  List<Known> of(DomainPlan domain, String writer) {
    return records.getOrDefault(owner(domain, writer), List.of());
  }

  /** Takes an id; false when it is taken already. */
  boolean take(DomainPlan domain, String id, String writer) {
    return taken.add(List.of(domain.name(), domain.perSource() ? writer : "", Ids.canonical(id)));
  }

  private static Owner owner(DomainPlan domain, String writer) {
    return new Owner(domain.name(), domain.perSource() ? writer : null);
  }
}
