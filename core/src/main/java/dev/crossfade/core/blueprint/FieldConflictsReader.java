package dev.crossfade.core.blueprint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code fieldConflicts} of a domain: the policies that single fields have. */
final class FieldConflictsReader {
  private static final String MEMBER = "fieldConflicts";

  /** A merged field would be the domain's rule again. */
  private static final List<ConflictPolicy> CHOICES =
      List.of(ConflictPolicy.AUTO_OVERWRITE, ConflictPolicy.AUTO_SKIP, ConflictPolicy.INTERACTIVE);

  private final Section domain;

  FieldConflictsReader(Section domain) {
    this.domain = domain;
  }

  /**
   * @param policy of the domain; null where that is wrong
   * @param schema of its records; null where that is missing
   */
  Map<String, ConflictPolicy> read(@Nullable ConflictPolicy policy, @Nullable SchemaFields schema) {
    Map<String, ConflictPolicy> rules = new LinkedHashMap<>();
    JsonNode written = domain.get(MEMBER);
    if (written == null) {
      return rules;
    }
    if (!(written instanceof ObjectNode object)) {
      domain.problem(MEMBER, "must be a mapping of fields to policies.");
      return rules;
    }
    if (policy == ConflictPolicy.AUTO_OVERWRITE || policy == ConflictPolicy.AUTO_SKIP) {
      domain.problem(
          MEMBER,
          "is for domains with conflicts AUTO_MERGE or INTERACTIVE: "
              + policy
              + " does not look at fields.");
    }
    Section fields = domain.child(MEMBER, object);
    fields
        .members()
        .forEach(
            (name, rule) -> {
              ConflictPolicy read = rule(fields, name, rule);
              if (schema != null) {
                String fault = schema.memberFault(name);
                if (fault != null) {
                  fields.problem(name, fault);
                }
              }
              if (read != null) {
                rules.put(name, read);
              }
            });
    return rules;
  }

  private static @Nullable ConflictPolicy rule(Section fields, String name, JsonNode rule) {
    String text = rule.isString() ? rule.stringValue() : rule.toString();
    for (ConflictPolicy choice : CHOICES) {
      if (choice.name().equals(text)) {
        return choice;
      }
    }
    fields.problem(
        name,
        "cannot be \""
            + text
            + "\""
            + DidYouMean.hint(text, CHOICES.stream().map(Enum::name).toList()));
    return null;
  }
}
