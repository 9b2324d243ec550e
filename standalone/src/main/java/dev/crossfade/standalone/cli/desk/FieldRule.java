package dev.crossfade.standalone.cli.desk;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.ConflictPolicy;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule for one field, put into a blueprint. */
record FieldRule(String domain, String field, ConflictPolicy policy) {

  /**
   * By the word of the command line.
   *
   * @throws IllegalArgumentException when there is no such word
   */
  static FieldRule of(String domain, String field, String word) {
    return new FieldRule(
        domain,
        field,
        switch (word.toLowerCase(Locale.ROOT)) {
          case "newest" -> ConflictPolicy.AUTO_OVERWRITE;
          case "existing" -> ConflictPolicy.AUTO_SKIP;
          case "ask" -> ConflictPolicy.INTERACTIVE;
          default ->
              throw new IllegalArgumentException(
                  "A rule is newest, existing or ask, not " + word + ".");
        });
  }

  /**
   * The blueprint with this rule.
   *
   * @throws IllegalArgumentException when it has no such domain
   * @throws dev.crossfade.core.blueprint.BlueprintProblems when the rule does not go with it
   */
  Blueprint in(Blueprint published) {
    ObjectNode form = published.json().deepCopy();
    for (JsonNode one : form.path("domains")) {
      if (one instanceof ObjectNode of && of.path("name").asString("").equals(domain)) {
        ObjectNode rules =
            of.get("fieldConflicts") instanceof ObjectNode known
                ? known
                : of.putObject("fieldConflicts");
        rules.put(field, policy.name());
        return Blueprint.fromJson(form);
      }
    }
    throw new IllegalArgumentException("The blueprint has no domain " + domain + ".");
  }
}
