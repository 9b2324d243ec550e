package dev.crossfade.core.audit;

import dev.crossfade.core.audit.AuditReport.Kind;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ReferenceField;
import dev.crossfade.core.json.Document;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Audits a legacy store while its records stream by: how many there are and how sound, and whether
 * what they refer to is there. Pure; its memory is bounded. It keeps ids, pointers and names, never
 * data. Lives for one tenant's snapshot; not thread-safe.
 *
 * <p>Ids are held as 128 bits of a hash: among two million records a finding is wrong, or wrongly
 * left out, with a probability below 10⁻²⁶.
 */
public final class SnapshotAudit {
  /** The usual bound: about 200 MB at most, and a few for a browser's store. */
  public static final int BOUND = 2_000_000;

  /** The reason under which duplicates are counted. */
  public static final String DUPLICATE = "duplicate-id";

  private final AuditReport report;
  private final ReferenceCheck references;
  private final Map<String, LastModified> lastModified = new HashMap<>();

  /**
   * An audit that has seen nothing.
   *
   * @param bound how many records, references between domains that can form circles, and references
   *     to records that did not come before are held. Above it references are not checked, and
   *     duplicates no longer told
   */
  public SnapshotAudit(Blueprint blueprint, int bound) {
    this.report = new AuditReport(blueprint);
    this.references = new ReferenceCheck(blueprint, bound);
    for (Domain domain : blueprint.domains()) {
      lastModified.put(domain.name(), new LastModified(domain));
    }
  }

  /** An audit that has seen nothing, with the usual {@link #BOUND}. */
  public static SnapshotAudit of(Blueprint blueprint) {
    return new SnapshotAudit(blueprint, BOUND);
  }

  /**
   * A record that is sound in itself: it keeps to its schema and fits its columns. To be called in
   * the order of the store.
   *
   * @param domain of the blueprint
   * @param id by which its source knows the record, canonical ({@link Domain#canonicalId})
   * @param document in the present form
   * @param where the record lies, to be told with a duplicate; null where that cannot be said
   * @return false when a record of this id came before: this one is a duplicate, counted as
   *     rejected and looked at no further
   */
  public boolean add(Domain domain, String id, Document document, @Nullable String where) {
    String name = domain.name();
    DomainTally tally = report.tally(name);
    if (!references.add(name, id, domain, document)) {
      tally.rejected(DUPLICATE, 1);
      ObjectNode entry = report.of(Kind.DUPLICATE).next(name, id);
      if (entry != null) {
        Findings.putIfThere(entry, "pointer", where);
      }
      return false;
    }
    tally.mapped(1);
    LastModified times = lastModified.get(name);
    tally.modified(times == null ? null : times.of(document.tree()));
    for (ReferenceField field : domain.referenceFields()) {
      if (field.required()) {
        field.gaps(document.tree()).forEach(pointer -> missing(name, id, pointer, field.domain()));
      }
    }
    return true;
  }

  private void missing(String domain, String id, String pointer, String to) {
    report.tally(domain).gap();
    ObjectNode entry = report.of(Kind.MISSING).next(domain, id);
    if (entry != null) {
      entry.put("pointer", pointer).put("to", to);
    }
  }

  /**
   * A record that cannot be decoded, breaks its schema, or does not fit its columns; or a key of
   * which nothing can be decoded. To be called once for each: it counts as one record, rejected.
   * What refers to it is no orphan, for the store holds it.
   *
   * @param recordId in any spelling; null where it cannot be told
   * @param key of the store; null where there is none
   * @param pointer to what is wrong: RFC 6901, in the value under the key
   * @param reason a slug, such as schema-violation, under which it is counted
   * @param detail what is wrong, without any data
   */
  public void corrupted(
      Domain domain,
      @Nullable String recordId,
      @Nullable String key,
      @Nullable String pointer,
      String reason,
      String detail) {
    report.tally(domain.name()).rejected(reason, 1);
    if (recordId != null) {
      references.addBroken(domain.name(), domain.canonicalId(recordId));
    }
    ObjectNode entry = report.of(Kind.CORRUPTED).next(domain.name(), recordId);
    if (entry != null) {
      Findings.putIfThere(entry, "key", key);
      Findings.putIfThere(entry, "pointer", pointer);
      entry.put("detail", detail);
    }
  }

  /** Lines of which nobody can say what record they hold; added to those before. */
  public void unreadable(long lines) {
    report.unreadable(lines);
  }

  /** A key of the store that no domain claims. */
  public void unknownKey() {
    report.unknownKey();
  }

  /** Bytes of the store, keys included, in UTF-8; added to those before. */
  public void size(long bytes) {
    report.size(bytes);
  }

  /** The memory that it takes for what it holds of records, in bytes. */
  long bytes() {
    return references.bytes();
  }

  /** The audit, as docs/snapshots.md describes it. To be called once, when all has been seen. */
  public ObjectNode finish() {
    references.report(report);
    return report.json(references.complete());
  }
}
