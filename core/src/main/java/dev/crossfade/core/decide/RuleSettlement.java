package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.blueprint.Domain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rules of a domain, as they are now, make of a conflict that waits. Pure; it decides
 * nothing by itself: what follows is an operator's resolution, which the log keeps.
 */
public sealed interface RuleSettlement {
  /**
   * The record, with these of the fields in which the sides differ as the side that waits has them.
   */
  record Fields(Set<String> incoming) implements RuleSettlement {
    public Fields {
      incoming = Set.copyOf(incoming);
    }
  }

  /** One of the sides as a whole. */
  record Whole(boolean incoming) implements RuleSettlement {}

  /** A person is to decide. */
  record Person() implements RuleSettlement {}

  /**
   * By the rules of the domain.
   *
   * @param fields in which the sides differ; of no meaning where one of them is a delete
   * @param existingDeleted whether the record is deleted
   * @param incomingDeleted whether the side that waits deletes it
   */
  static RuleSettlement of(
      Domain domain, List<String> fields, boolean existingDeleted, boolean incomingDeleted) {
    boolean whole = existingDeleted || incomingDeleted || fields.isEmpty();
    return switch (domain.conflictPolicy()) {
      case AUTO_OVERWRITE -> new Whole(true);
      case AUTO_SKIP -> new Whole(false);
      // A rule of a field says nothing of deletes; by the policy, an edit beats one.
      case AUTO_MERGE -> whole ? new Whole(!incomingDeleted) : byField(domain, fields);
      case INTERACTIVE -> whole ? new Person() : byField(domain, fields);
    };
  }

  private static RuleSettlement byField(Domain domain, List<String> fields) {
    Set<String> incoming = new LinkedHashSet<>();
    for (String field : fields) {
      ConflictPolicy rule = domain.fieldConflicts().getOrDefault(field, domain.conflictPolicy());
      switch (rule) {
        case AUTO_OVERWRITE, AUTO_MERGE -> incoming.add(field);
        case AUTO_SKIP -> {}
        case INTERACTIVE -> {
          return new Person();
        }
      }
    }
    return new Fields(incoming);
  }
}
