package dev.crossfade.standalone.sample;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as the application holds it.
 *
 * @param id as the application spells it
 * @param writer the source that writes it
 * @param source the same where each source counts its records for itself, else null
 * @param deletable whether it may go while the others stay: no other record needs it, now or later
 * @param level from 0; records are needed by those of higher levels and of their own domain only
 */
public record SampleRecord(
    String domain,
    String id,
    String writer,
    @Nullable String source,
    ObjectNode document,
    boolean deletable,
    int level) {
  SampleRecord withDocument(ObjectNode other) {
    return new SampleRecord(domain, id, writer, source, other, deletable, level);
  }
}
