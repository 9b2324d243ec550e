package dev.crossfade.core.audit;

import dev.crossfade.core.audit.AuditReport.Kind;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told of a tenant's records that came in several requests: the form of an audit, from
 * counts alone. References are not checked and nothing is listed. Not thread-safe.
 */
public final class SnapshotCounts {
  private final AuditReport report;

  /** No record of any domain. */
  public SnapshotCounts(Blueprint blueprint) {
    this.report = new AuditReport(blueprint);
  }

  /** Records of a domain of the blueprint that are sound; added to those before. */
  public SnapshotCounts mapped(Domain domain, long records) {
    report.tally(domain.name()).mapped(records);
    return this;
  }

  /**
   * Records that are not.
   *
   * @param reason a slug, such as schema-violation; {@value SnapshotAudit#DUPLICATE} for duplicates
   */
  public SnapshotCounts rejected(Domain domain, String reason, long records) {
    report.tally(domain.name()).rejected(reason, records);
    Kind kind = reason.equals(SnapshotAudit.DUPLICATE) ? Kind.DUPLICATE : Kind.CORRUPTED;
    report.of(kind).count(records);
    return this;
  }

  /** Bytes of the store, in UTF-8; added to those before. */
  public SnapshotCounts size(long bytes) {
    report.size(bytes);
    return this;
  }

  /** Lines of which nobody can say what record they hold; added to those before. */
  public SnapshotCounts unreadable(long lines) {
    report.unreadable(lines);
    return this;
  }

  /** Says that the figures are those that the sender states, and nobody has counted them. */
  public SnapshotCounts stated() {
    report.stated();
    return this;
  }

  /** The same JSON as an audit's, its references not checked. */
  public ObjectNode finish() {
    return report.json(false);
  }
}
