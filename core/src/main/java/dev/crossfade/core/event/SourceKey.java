package dev.crossfade.core.event;

import dev.crossfade.core.json.CanonicalJson;
import java.util.List;

/** Which source: one writer of a tenant, with a legacy store and an outbox of its own. */
public record SourceKey(String tenant, String source) {
  /** Stands where a record's key names its domain. No domain can bear it. */
  public static final String KEY_DOMAIN = "$source";

  /** The message key of an event that concerns the source itself. */
  public byte[] messageKey() {
    return CanonicalJson.array(List.of(tenant, KEY_DOMAIN, source));
  }
}
