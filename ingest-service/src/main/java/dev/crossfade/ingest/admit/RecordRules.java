package dev.crossfade.ingest.admit;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import java.time.Instant;
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
    Broken fault = unstorable(change.data());
    if (fault == null) {
      Subject subject = new Subject(domain, key, change.id());
      PresentForm present = PresentForm.of(domain, version, change.data());
      fault =
          change.kind() == Kind.DELETED
              ? mismatch(domain, change.id(), true, present)
              : fault(subject, envelope, change.data(), present);
    }
    return fault != null
        ? fault
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

  /** What keeps any data out of the log. */
  static @Nullable Broken unstorable(Document data) {
    List<Violation> unstorable = JsonRules.check(data.tree());
    return unstorable.isEmpty() ? null : broken(Refusal.UNSTORABLE_DATA, unstorable);
  }

  /**
   * The record that is meant.
   *
   * @param id as its source spells it
   */
  record Subject(Domain domain, RecordKey key, String id) {}

  /**
   * What is wrong with a record as it is said to be now.
   *
   * @param sent storable
   */
  static @Nullable Broken fault(
      Subject subject, Envelope envelope, Document sent, PresentForm present) {
    Domain domain = subject.domain();
    List<Violation> violations = domain.validate(present.version(), sent.tree());
    if (!violations.isEmpty()) {
      return broken(Refusal.SCHEMA_VIOLATION, violations);
    }
    Broken misshapen = misshapen(present);
    if (misshapen != null) {
      return misshapen;
    }
    Document data = present.document();
    Broken mismatch = mismatch(domain, subject.id(), false, present);
    if (mismatch != null) {
      return mismatch;
    }
    RecordKey key = subject.key();
    // Whether the values fit their columns does not depend on when the event is appended.
    Instant time = envelope.time() == null ? Instant.EPOCH : envelope.time();
    var context = new RecordContext(key, envelope.source().source(), time);
    return switch (domain.mapping().forward(data, context)) {
      case Forward.Mapped mapped -> null;
      case Forward.Unmappable(List<Violation> misfits) ->
          broken(Refusal.UNMAPPABLE_DATA, present.told(misfits));
    };
  }

  /** What is wrong only with what older data became. */
  private static @Nullable Broken misshapen(PresentForm present) {
    List<Violation> unstorable = present.unstorable();
    if (!unstorable.isEmpty()) {
      return broken(Refusal.UNSTORABLE_DATA, unstorable);
    }
    List<Violation> violations = present.violations();
    return violations.isEmpty() ? null : broken(Refusal.SCHEMA_VIOLATION, violations);
  }

  /** Subject and data must name the same record, each by the id that its source knows it by. */
  private static @Nullable Broken mismatch(
      Domain domain, String id, boolean deleted, PresentForm present) {
    String named = domain.canonicalId(id);
    String inData = domain.idOf(present.document()).orElse(null);
    boolean silent = inData == null && deleted;
    return switch (domain.idRule()) {
      case IdRule.Field(String field, var scope) ->
          silent || named.equals(inData)
              ? null
              : broken(
                  Refusal.ID_MISMATCH,
                  DATA + present.pointer("/" + field.replace("~", "~0").replace("/", "~1")),
                  "is not the id that subject names");
      case IdRule.Composite(List<String> pointers, var scope) ->
          silent || named.equals(inData)
              ? null
              : broken(
                  Refusal.ID_MISMATCH,
                  DATA,
                  "is not the record that subject names: the id is a JSON array of "
                      + String.join(", ", pointers));
      case IdRule.Key key -> null;
      case IdRule.Singleton one ->
          named.equals(inData)
              ? null
              : broken(
                  Refusal.ID_MISMATCH,
                  "/subject",
                  "names another record than " + inData + ", the only one of its domain");
    };
  }

  static Broken broken(Refusal refusal, String pointer, String detail) {
    return new Broken(refusal, List.of(new Violation(pointer, detail)));
  }

  private static Broken broken(Refusal refusal, List<Violation> violations) {
    return new Broken(
        refusal,
        violations.stream()
            .map(found -> new Violation(DATA + found.pointer(), found.detail()))
            .toList());
  }
}
