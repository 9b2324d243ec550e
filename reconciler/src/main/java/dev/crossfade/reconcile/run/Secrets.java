package dev.crossfade.reconcile.run;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.FieldDifference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Keeps what is not to be shown out of what is kept: values of secret fields never, and none at all
 * where only names are asked for. A field is secret that any blueprint of the migration ever called
 * so. For one thread.
 */
final class Secrets {
  /** What stands in the place of a secret value, on both sides. */
  static final String HIDDEN = "(secret)";

  private final Function<String, Set<String>> pointers;
  private final Map<String, Set<String>> byDomain = new HashMap<>();

  /**
   * @param pointers to the secret fields of a domain; {@code *} stands for any element of an array
   */
  Secrets(Function<String, Set<String>> pointers) {
    this.pointers = pointers;
  }

  /** Those of a migration. */
  static Secrets of(Migration migration) {
    return new Secrets(domain -> secrets(migration, domain));
  }

  /**
   * As they may be shown.
   *
   * @param values whether any value may be
   */
  List<FieldDifference> shown(String domain, List<FieldDifference> fields, boolean values) {
    Set<String> secret = byDomain.computeIfAbsent(domain, pointers);
    List<FieldDifference> shown = new ArrayList<>();
    for (FieldDifference field : fields) {
      shown.add(
          values
              ? new FieldDifference(
                  field.field(),
                  shown(field.field(), field.expected(), secret),
                  shown(field.field(), field.actual(), secret))
              : new FieldDifference(field.field(), null, null));
    }
    return shown;
  }

  private static @Nullable JsonNode shown(
      String pointer, @Nullable JsonNode value, Set<String> secret) {
    if (value == null) {
      return null;
    }
    for (String hidden : secret) {
      if (within(pointer, hidden)) {
        return StringNode.valueOf(HIDDEN);
      }
    }
    // Whole objects may hold secrets further down.
    if (value instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        copy.set(
            member.getKey(),
            shown(pointer + "/" + escaped(member.getKey()), member.getValue(), secret));
      }
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        copy.add(shown(pointer + "/" + i, array.get(i), secret));
      }
      return copy;
    }
    return value;
  }

  /** Whether a pointer leads to a field, or into it; {@code *} stands for any element. */
  static boolean within(String pointer, String field) {
    String[] steps = pointer.split("/", -1);
    String[] wanted = field.split("/", -1);
    if (steps.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].equals("*") && !wanted[i].equals(steps[i])) {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static Set<String> secrets(Migration migration, String domain) {
    Set<String> secrets = new TreeSet<>();
    for (var digest : migration.control().state().blueprints().keySet()) {
      migration
          .blueprint(digest)
          .flatMap((Blueprint blueprint) -> blueprint.domain(domain))
          .map((Domain known) -> known.mapping().secrets())
          .ifPresent(secrets::addAll);
    }
    return secrets;
  }
}
