package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the steps of one {@code upcast} entry. It follows the schema's fields through them, so a
 * misspelt field is told rather than silently never found.
 */
final class UpcastStepReader {
  /** A longer one could not be read any more. */
  private static final int MAX_NAME = 1_000;

  private static final List<String> KINDS =
      List.of("camelCase", "rename", "wrap", "map", "add", "remove");

  private final Section entry;
  private final List<UpcastStep> steps = new ArrayList<>();
  // The fields before the step that is read; none where the schema names none.
  private List<FieldPath> fields;

  UpcastStepReader(Section entry, SchemaFields schema) {
    this.entry = entry;
    this.fields = schema.fields(new HashSet<>());
  }

  List<UpcastStep> read(JsonNode list) {
    for (int i = 0; i < list.size(); i++) {
      String member = "steps[" + i + "]";
      if (!(list.get(i) instanceof ObjectNode object) || object.size() != 1) {
        entry.problem(
            member, "must be one of " + String.join(", ", KINDS) + ", like add: {/shelf: new}.");
        continue;
      }
      List<UpcastStep> read = step(entry.child(member, object));
      boolean named = !fields.isEmpty();
      for (UpcastStep step : read) {
        fields = new ArrayList<>(fields.stream().flatMap(step::carry).toList());
        if (named && step instanceof UpcastStep.Add(FieldPath added, JsonNode value)) {
          fields.add(added);
        }
      }
      steps.addAll(read);
    }
    return steps;
  }

  private List<UpcastStep> step(Section step) {
    String kind = step.members().keySet().iterator().next();
    return switch (kind) {
      case "camelCase" -> camelCase(step);
      case "rename" -> moves(step, kind);
      case "wrap" -> moves(step, kind);
      case "map" -> translations(step);
      case "add" -> additions(step);
      case "remove" -> removals(step);
      default -> {
        step.problem(kind, "is no step" + DidYouMean.hint(kind, KINDS));
        yield List.of();
      }
    };
  }

  private static List<UpcastStep> camelCase(Section step) {
    JsonNode value = step.get("camelCase");
    if (value == null || !value.isBoolean() || !value.booleanValue()) {
      step.problem("camelCase", "can only be true; leave the step out otherwise.");
      return List.of();
    }
    return List.of(new UpcastStep.Camel());
  }

  private List<UpcastStep> moves(Section step, String kind) {
    List<UpcastStep> moves = new ArrayList<>();
    List<FieldPath> ways = new ArrayList<>();
    for (var member : ways(step, kind, "/old: /new").entrySet()) {
      Section all = section(step, kind);
      FieldPath from = existing(all, member.getKey(), member.getKey());
      JsonNode written = member.getValue();
      FieldPath to = written.isString() ? way(all, member.getKey(), written.stringValue()) : null;
      if (!written.isString()) {
        all.problem(member.getKey(), "must say where the field goes, like /new or /new/place.");
      }
      if (from == null || to == null || !isSound(all, member.getKey(), to)) {
        continue;
      }
      boolean wraps = kind.equals("wrap");
      if (from.equals(to) && !wraps) {
        all.problem(member.getKey(), "goes to where it is already.");
      } else if (to.contains(from) && !to.equals(from)) {
        all.problem(
            member.getKey(), "cannot go to " + to + ", which it lies in: that is always taken.");
      } else {
        apart(all, member.getKey(), ways, List.of(from, to));
        moves.add(wraps ? new UpcastStep.Wrap(from, to) : new UpcastStep.Rename(from, to));
      }
    }
    return moves;
  }

  private List<UpcastStep> translations(Section step) {
    List<UpcastStep> translations = new ArrayList<>();
    for (var member : ways(step, "map", "/state: {out: lent}").entrySet()) {
      Section all = section(step, "map");
      FieldPath field = existing(all, member.getKey(), member.getKey());
      if (!(member.getValue() instanceof ObjectNode values) || values.isEmpty()) {
        all.problem(member.getKey(), "must say which values become which, like {out: lent}.");
        continue;
      }
      // Sorted, as the order of the members is no part of the digest: 0 and 0.0 are one number.
      NavigableMap<String, JsonNode> pairs = new TreeMap<>();
      values.properties().forEach(pair -> pairs.put(pair.getKey(), pair.getValue()));
      if (field != null) {
        translations.add(new UpcastStep.Translate(field, pairs));
      }
    }
    return translations;
  }

  private List<UpcastStep> additions(Section step) {
    List<UpcastStep> additions = new ArrayList<>();
    List<FieldPath> ways = new ArrayList<>();
    for (var member : ways(step, "add", "/shelf: new").entrySet()) {
      Section all = section(step, "add");
      FieldPath field = way(all, member.getKey(), member.getKey());
      if (field != null && isSound(all, member.getKey(), field)) {
        apart(all, member.getKey(), ways, List.of(field));
        additions.add(new UpcastStep.Add(field, member.getValue()));
      }
    }
    return additions;
  }

  private List<UpcastStep> removals(Section step) {
    JsonNode list = step.get("remove");
    List<UpcastStep> removals = new ArrayList<>();
    if (!(list instanceof ArrayNode) || list.isEmpty()) {
      step.problem("remove", "must be a list of fields, like [/legacy].");
      return removals;
    }
    for (JsonNode each : list) {
      FieldPath field = each.isString() ? existing(step, "remove", each.stringValue()) : null;
      if (!each.isString()) {
        step.problem("remove", "must be a list of fields, like [/legacy].");
      }
      if (field != null) {
        removals.add(new UpcastStep.Remove(field));
      }
    }
    return removals;
  }

  private static Map<String, JsonNode> ways(Section step, String kind, String example) {
    if (step.get(kind) instanceof ObjectNode object && !object.isEmpty()) {
      return step.child(kind, object).members();
    }
    step.problem(kind, "must be a mapping of fields, like {" + example + "}.");
    return Map.of();
  }

  private static Section section(Section step, String kind) {
    JsonNode object = step.get(kind);
    return step.child(
        kind, object instanceof ObjectNode o ? o : JsonNodeFactory.instance.objectNode());
  }

  private static @Nullable FieldPath way(Section section, String member, String pointer) {
    FieldPath path = FieldPath.parse(pointer);
    if (path == null) {
      section.problem(
          member, "\"" + pointer + "\" is not the way to a field: write /name or /outer/inner.");
    }
    return path;
  }

  /** A field that records have before the step, as far as the schema tells. */
  private @Nullable FieldPath existing(Section section, String member, String pointer) {
    FieldPath path = way(section, member, pointer);
    if (path == null
        || fields.isEmpty()
        || fields.stream().anyMatch(field -> field.contains(path) || path.contains(field))) {
      return path;
    }
    section.problem(
        member,
        "before this step there is no field "
            + path
            + DidYouMean.hint(pointer, fields.stream().map(FieldPath::pointer).toList()));
    return null;
  }

  /** Ingest would refuse every record that a step gives such a name. */
  private static boolean isSound(Section section, String member, FieldPath path) {
    if (path.steps().size() > Json.MAX_DEPTH
        || path.steps().stream().anyMatch(name -> name.length() > MAX_NAME)) {
      section.problem(
          member,
          "goes to a place that no record can have: at most %d levels deep, each name of at most %d"
                  .formatted(Json.MAX_DEPTH, MAX_NAME)
              + " characters.");
      return false;
    }
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    path.put(made, NullNode.getInstance());
    for (var violation : JsonRules.check(made)) {
      section.problem(member, "cannot go to " + violation.pointer() + ": " + violation.detail());
      return false;
    }
    return true;
  }

  /** The order within a mapping is no part of a blueprint's digest, so it must not matter. */
  private static void apart(
      Section section, String member, List<FieldPath> others, List<FieldPath> ways) {
    for (FieldPath way : ways) {
      for (FieldPath other : others) {
        if (other.contains(way) || way.contains(other)) {
          section.problem(
              member,
              "meets "
                  + other
                  + " of the same step, and the order within a mapping counts for nothing: make"
                  + " two steps of it.");
          return;
        }
      }
    }
    others.addAll(ways);
  }
}
