package dev.crossfade.core.admit;

import dev.crossfade.core.admit.RecordFault.Rule;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.json.JsonRules.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a record to its blueprint, from cheap to dear, and so that a later rule may rely on the
 * earlier ones. Pure.
 */
public final class RecordCheck {
  private static final String DATA = "/data";

  private RecordCheck() {}

  /** What keeps any data out of the log. */
  public static @Nullable RecordFault unstorable(Document data) {
    List<Violation> unstorable = JsonRules.check(data.tree());
    return unstorable.isEmpty() ? null : broken(Rule.UNSTORABLE_DATA, unstorable);
  }

  /**
   * The record that is meant.
   *
   * @param id as its source spells it
   */
  public record Subject(Domain domain, RecordKey key, String id) {}

  /**
   * What is wrong with a record as it is said to be now.
   *
   * @param sent storable
   */
  public static @Nullable RecordFault fault(
      Subject subject, Envelope envelope, Document sent, PresentForm present) {
    Domain domain = subject.domain();
    List<Violation> violations = domain.validate(present.version(), sent.tree());
    if (!violations.isEmpty()) {
      return broken(Rule.SCHEMA_VIOLATION, violations);
    }
    RecordFault misshapen = misshapen(present);
    if (misshapen != null) {
      return misshapen;
    }
    Document data = present.document();
    RecordFault mismatch = mismatch(domain, subject.id(), false, present);
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
          broken(Rule.UNMAPPABLE_DATA, present.told(misfits));
    };
  }

  /** What is wrong only with what older data became. */
  private static @Nullable RecordFault misshapen(PresentForm present) {
    List<Violation> unstorable = present.unstorable();
    if (!unstorable.isEmpty()) {
      return broken(Rule.UNSTORABLE_DATA, unstorable);
    }
    List<Violation> violations = present.violations();
    return violations.isEmpty() ? null : broken(Rule.SCHEMA_VIOLATION, violations);
  }

  /** Subject and data must name the same record, each by the id that its source knows it by. */
  public static @Nullable RecordFault mismatch(
      Domain domain, String id, boolean deleted, PresentForm present) {
    String named = domain.canonicalId(id);
    String inData = domain.idOf(present.document()).orElse(null);
    boolean silent = inData == null && deleted;
    return switch (domain.idRule()) {
      case IdRule.Field(String field, var scope) ->
          silent || named.equals(inData)
              ? null
              : broken(
                  Rule.ID_MISMATCH,
                  DATA + present.pointer("/" + field.replace("~", "~0").replace("/", "~1")),
                  "is not the id that subject names");
      case IdRule.Composite(List<String> pointers, var scope) ->
          silent || named.equals(inData)
              ? null
              : broken(
                  Rule.ID_MISMATCH,
                  DATA,
                  "is not the record that subject names: the id is a JSON array of "
                      + String.join(", ", pointers));
      case IdRule.Key key -> null;
      case IdRule.Singleton one ->
          named.equals(inData)
              ? null
              : broken(
                  Rule.ID_MISMATCH,
                  "/subject",
                  "names another record than " + inData + ", the only one of its domain");
    };
  }

  private static RecordFault broken(Rule rule, String pointer, String detail) {
    return new RecordFault(rule, List.of(new Violation(pointer, detail)));
  }

  private static RecordFault broken(Rule rule, List<Violation> violations) {
    return new RecordFault(
        rule,
        violations.stream()
            .map(found -> new Violation(DATA + found.pointer(), found.detail()))
            .toList());
  }
}
