package dev.crossfade.ingest.admit;

import dev.crossfade.core.admit.PresentForm;
import dev.crossfade.core.admit.RecordCheck;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the rows of a snapshot by the rules for live events. A row has no basis, and its id is
 * what its data says; only where ids are the store's keys is it the key. Immutable.
 */
public final class ReadAdmission {
  private static final String DATA = "/data";

  private final RecordRules rules;
  private final int version;

  /**
   * @param maxData the most bytes of one record
   * @param version of the records; null for the present one
   * @throws dev.crossfade.kit.problem.ProblemException 422 {@code unknown-schema-version}
   */
  public ReadAdmission(Blueprint blueprint, int maxData, @Nullable Integer version) {
    // A row has no base, so the partitions do not matter.
    this.rules = new RecordRules(blueprint, 1, maxData);
    this.version = rules.version(version);
    if (!rules.isVersion(this.version)) {
      RecordRules.Broken unknown = rules.unknownVersion();
      throw unknown
          .refusal()
          .problem(null)
          .withErrors(
              Findings.of("/schemaVersion", unknown.violations().getFirst().detail()).errors())
          .exception();
    }
  }

  /**
   * Whether the row may go into the log.
   *
   * @param envelope of its event
   */
  public Reading judge(Envelope envelope, Snapshot snapshot, ReadRow row) {
    RecordRules.Broken broken = rules.oversized(row.data());
    broken = broken == null ? RecordRules.broken(RecordCheck.unstorable(row.data())) : broken;
    if (broken != null) {
      return refused(row.id(), broken);
    }
    Domain domain = row.domain();
    PresentForm present = PresentForm.of(domain, version, row.data());
    String id = id(row, present);
    String fault = id == null ? null : Limits.checkId(id);
    if (fault != null) {
      return refused(null, RecordRules.broken(Refusal.UNSTORABLE_DATA, DATA, "its id " + fault));
    }
    if (id == null) {
      List<Violation> violations = domain.validate(version, row.data().tree());
      return violations.isEmpty()
          ? refused(null, RecordRules.broken(Refusal.ID_MISSING, DATA, "names no id of a record"))
          : new Reading.Refused(null, Refusal.SCHEMA_VIOLATION, violations);
    }
    RecordKey key = domain.recordKey(envelope.source(), id);
    var subject = new RecordCheck.Subject(domain, key, id);
    broken = RecordRules.broken(RecordCheck.fault(subject, envelope, row.data(), present));
    String own = domain.canonicalId(id);
    return broken != null
        ? refused(own, broken)
        : new Reading.Admitted(
            new RecordRead(envelope, key, snapshot, rules.schema(version), row.data()),
            own,
            present.document());
  }

  /** As the source spells it: of a line that names one beside the data, both must agree. */
  private static @Nullable String id(ReadRow row, PresentForm present) {
    if (row.id() != null) {
      return row.id();
    }
    return row.domain().idRule() instanceof IdRule.Key
        ? null
        : row.domain().idOf(present.document()).orElse(null);
  }

  private static Reading.Refused refused(@Nullable String id, RecordRules.Broken broken) {
    List<Violation> inRecord =
        broken.violations().stream()
            .map(
                found ->
                    new Violation(
                        found.pointer().startsWith(DATA)
                            ? found.pointer().substring(DATA.length())
                            : "",
                        found.detail()))
            .toList();
    boolean told = id != null && Limits.checkId(id) == null;
    return new Reading.Refused(told ? id : null, broken.refusal(), inRecord);
  }
}
