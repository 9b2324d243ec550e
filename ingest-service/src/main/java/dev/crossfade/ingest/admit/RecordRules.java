package dev.crossfade.ingest.admit;

import dev.crossfade.core.admit.PresentForm;
import dev.crossfade.core.admit.RecordCheck;
import dev.crossfade.core.admit.RecordFault;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the change of a record, or a row of a snapshot, to its blueprint: from cheap to dear, and
 * so that a later rule may rely on the earlier ones. A delete's data is the last state its writer
 * knew, of whatever version: it is held only to what any JSON in the log is held to, and to the
 * record's id.
 */
final class RecordRules {
  private static final String DATA = "/data";

  private final Blueprint blueprint;
  private final int partitions;
  private final int maxData;

  RecordRules(Blueprint blueprint, int partitions, int maxData) {
    this.blueprint = blueprint;
    this.partitions = partitions;
    this.maxData = maxData;
  }

  /**
   * A change as its event states it, sound in form.
   *
   * @param id as the client spells it
   * @param schemaVersion null where the event names none
   */
  record Change(
      Kind kind,
      String domain,
      String id,
      Basis basis,
      @Nullable Integer schemaVersion,
      Document data) {}

  /** What the rules say. */
  sealed interface Answer {}

  record Sound(RecordChange event) implements Answer {}

  /** What is wrong, by RFC 6901 pointers into the event's JSON form. */
  record Broken(Refusal refusal, List<Violation> violations) implements Answer {}

  Answer judge(Envelope envelope, Change change) {
    Broken oversized = oversized(change.data());
    if (oversized != null) {
      return oversized;
    }
    Optional<Domain> found = blueprint.domain(change.domain());
    if (found.isEmpty()) {
      return unknownDomain();
    }
    int version = version(change.schemaVersion());
    if (!isVersion(version)) {
      return unknownVersion();
    }
    String tenant = envelope.source().tenant();
    Position base = change.basis().base();
    if (base != null && base.partition() != Partitioner.partition(tenant, partitions)) {
      return broken(Refusal.FOREIGN_BASE, "/base", "is no position of this tenant");
    }
    Domain domain = found.get();
    RecordKey key = domain.recordKey(envelope.source(), change.id());
    RecordFault fault = RecordCheck.unstorable(change.data());
    if (fault == null) {
      var subject = new RecordCheck.Subject(domain, key, change.id());
      PresentForm present = PresentForm.of(domain, version, change.data());
      fault =
          change.kind() == Kind.DELETED
              ? RecordCheck.mismatch(domain, change.id(), true, present)
              : RecordCheck.fault(subject, envelope, change.data(), present);
    }
    Broken broken = broken(fault);
    return broken != null
        ? broken
        : new Sound(
            new RecordChange(
                envelope, key, change.kind(), change.basis(), schema(version), change.data()));
  }

  SchemaReference schema(int version) {
    return new SchemaReference(blueprint.digest(), version);
  }

  /** The version that is meant; it may be none. */
  int version(@Nullable Integer stated) {
    return stated == null ? blueprint.schemaVersion() : stated;
  }

  boolean isVersion(int version) {
    return version >= 1 && version <= blueprint.schemaVersion();
  }

  @Nullable Broken oversized(Document data) {
    return data.bytes().length > maxData
        ? broken(Refusal.EVENT_TOO_LARGE, DATA, "has more than " + maxData + " bytes")
        : null;
  }

  static Broken unknownDomain() {
    return broken(Refusal.UNKNOWN_DOMAIN, "/subject", "names no domain of this migration");
  }

  Broken unknownVersion() {
    return broken(
        Refusal.UNKNOWN_SCHEMA_VERSION,
        "/schemaversion",
        "is not between 1 and " + blueprint.schemaVersion() + ", the current");
  }

  /** The same fault, as what this service answers. */
  static @Nullable Broken broken(@Nullable RecordFault fault) {
    return fault == null ? null : new Broken(Refusal.of(fault.rule()), fault.violations());
  }

  static Broken broken(Refusal refusal, String pointer, String detail) {
    return new Broken(refusal, List.of(new Violation(pointer, detail)));
  }
}
