package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.CanonicalJson;
import java.util.List;
import java.util.UUID;

/**
 * The ids of a domain's records and of their rows. They are stored, so the rules never change:
 * golden files hold them.
 *
 * <p>A record's own id is the one that its source knows it by. The id of its key is the same, or
 * derived where each source counts for itself; all row ids follow from that one alone.
 *
 * @param derived whether a row's id is always derived, a UUID's too: no two tenants may meet in it
 */
record RowIds(String domain, IdScope scope, IdForm form, boolean derived) {

  /** The id of the record's key, from its canonical own id. */
  String ofKey(String tenant, String source, String own) {
    return switch (scope) {
      case TENANT -> own;
      case SOURCE -> derive(List.of(tenant, source, domain, own)).toString();
    };
  }

  /** The one spelling of a key's id. */
  String canonicalKey(String id) {
    return switch (scope) {
      case TENANT -> form.canonical(id);
      case SOURCE -> RecordIds.canonical(id);
    };
  }

  /** The row that bears the record's id: a UUID as it is where that is unique, else derived. */
  UUID ofRecord(String tenant, String keyId) {
    UUID uuid = derived ? null : Uuids.parse(keyId);
    return uuid == null ? derive(List.of(tenant, domain, keyId)) : uuid;
  }

  /** A further row that the record owns. Always derived, so it cannot be another record's. */
  UUID ofOwned(String row, String tenant, String keyId) {
    return derive(List.of(tenant, domain + "." + row, keyId));
  }

  /** The row of an array's element, by its place from 0. */
  UUID ofElement(String row, String tenant, String keyId, int place) {
    return derive(List.of(tenant, domain + "." + row, keyId, Integer.toString(place)));
  }

  private static UUID derive(List<String> name) {
    return Uuids.derive(CanonicalJson.array(name));
  }
}
