package dev.crossfade.core.event;

import dev.crossfade.core.json.CanonicalJson;
import java.util.List;

/**
 * Which record: its tenant, domain and id. The id is the canonical one, a legacy UUID in lower
 * case.
 */
public record RecordKey(String tenant, String domain, String id) {

  /** The message key in Kafka: the canonical JSON array {@code [tenant, domain, id]}. */
  public byte[] messageKey() {
    return CanonicalJson.array(List.of(tenant, domain, id));
  }
}
