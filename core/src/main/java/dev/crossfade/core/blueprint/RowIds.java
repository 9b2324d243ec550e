package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.CanonicalJson;
import java.util.List;
import java.util.UUID;

/**
 * The ids of a domain's rows, from the canonical id of the record. They are stored, so the rule
 * never changes: golden files hold it.
 */
record RowIds(String domain, IdScope scope) {

  /**
   * The row that bears the record's id: a legacy UUID as it is where that is unique, else derived.
   */
  UUID ofRecord(String tenant, String id, String source) {
    if (scope == IdScope.TENANT) {
      UUID legacy = Uuids.parse(id);
      if (legacy != null) {
        return legacy;
      }
    }
    return derived(domain, tenant, id, source);
  }

  /** A further row that the record owns. Always derived, so it cannot be another record's. */
  UUID ofOwned(String row, String tenant, String id, String source) {
    return derived(domain + "." + row, tenant, id, source);
  }

  private UUID derived(String name, String tenant, String id, String source) {
    return Uuids.derive(
        CanonicalJson.array(
            switch (scope) {
              case TENANT -> List.of(tenant, name, id);
              case SOURCE -> List.of(tenant, source, name, id);
            }));
  }
}
