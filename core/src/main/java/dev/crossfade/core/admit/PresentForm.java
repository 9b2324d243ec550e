package dev.crossfade.core.admit;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * The present form of a record's data as sent, and what is wrong with it in the sender's terms: a
 * problem points at the field as sent, where there is one, and says when it shows only afterwards.
 *
 * @param document the data as sent, where the shape has not changed since its version
 */
public record PresentForm(Domain domain, int version, Document document) {
  /** Of a record of that version. */
  public static PresentForm of(Domain domain, int version, Document sent) {
    return new PresentForm(domain, version, domain.upcast(version, sent));
  }

  private boolean isAsSent() {
    return !domain.knowsLess(version, Integer.MAX_VALUE);
  }

  /** The field as sent that a pointer into the present form leads to. */
  String pointer(String present) {
    return isAsSent() ? present : domain.sentPointer(version, present);
  }

  /** Why it cannot be stored, beyond why it could not as sent. */
  List<Violation> unstorable() {
    if (isAsSent()) {
      return List.of();
    }
    try {
      // Steps can nest it deeper.
      Json.parse(document.bytes());
    } catch (JacksonException e) {
      return List.of(
          new Violation("", "is nested too deeply once it has the present version's shape"));
    }
    return told(JsonRules.check(document.tree()));
  }

  /** How it breaks the present schema. */
  List<Violation> violations() {
    return isAsSent() ? List.of() : told(domain.validate(document.tree()));
  }

  /** Violations of the present form in the sender's terms. */
  List<Violation> told(List<Violation> violations) {
    return isAsSent() ? violations : violations.stream().map(this::told).toList();
  }

  private Violation told(Violation violation) {
    String pointer = domain.sentPointer(version, violation.pointer());
    if (pointer.equals(violation.pointer()) && !pointer.isEmpty()) {
      return violation;
    }
    String where = violation.pointer().isEmpty() ? "the record" : violation.pointer();
    return new Violation(
        pointer, "in the present version's shape, " + where + ": " + violation.detail());
  }
}
