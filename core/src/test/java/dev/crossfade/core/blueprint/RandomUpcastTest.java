package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.UpcastStep.Place;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random lists of upcast steps over random documents. {@code -Dblueprint.steps=100000} makes a
 * campaign of it, {@code -Dblueprint.seed=…} another one.
 */
class RandomUpcastTest {
  private static final int LISTS = Integer.getInteger("blueprint.steps", 3_000);
  private static final long SEED = Long.getLong("blueprint.seed", 1);
  private static final List<String> NAMES = List.of("a", "b", "a_b", "aB", "c", "d");

  private Random random = new Random(SEED);
  private int number;

  @Test
  @DisplayName("nothing is thrown or lost; what the older version does not know stays")
  void total() {
    int read = 0;
    for (long seed = SEED; seed < SEED + LISTS; seed++) {
      // given
      random = new Random(seed);
      ProblemList problems = new ProblemList();
      ObjectNode schema = schema(2);
      ObjectNode entry = Json.MAPPER.createObjectNode();
      ArrayNode list = entry.putArray("steps");
      int size = random.nextInt(6);
      for (int i = 0; i < size; i++) {
        list.add(step());
      }
      SchemaFields fields = new SchemaFields(problems, "a.json", "", schema);
      List<UpcastStep> steps =
          new UpcastStepReader(new Section(problems, "f", "", entry), fields).read(list);
      if (!problems.isEmpty()) {
        continue;
      }
      read++;

      // then
      losesNothing(steps, object(2), list);
      overlays(steps, fields, list);
    }
    assertThat(read).isGreaterThan(LISTS / 5);
    System.out.printf("%d lists of steps from seed %d%n", read, SEED);
  }

  private static void losesNothing(List<UpcastStep> steps, ObjectNode document, JsonNode list) {
    for (UpcastStep step : steps) {
      Set<String> kept = leaves(document);
      String before = document.toString();
      if (step instanceof UpcastStep.Remove(FieldPath field)) {
        JsonNode dropped = Place.find(document, field);
        if (dropped != null) {
          kept.removeAll(leaves(dropped));
        }
      }
      step.apply(document);
      assertThat(leaves(document)).as("%s of %s to %s", list, before, document).containsAll(kept);
    }
  }

  private void overlays(List<UpcastStep> steps, SchemaFields fields, JsonNode list) {
    // given
    Versions versions =
        Versions.compile(List.of(new UpcastEntry(1, fields, steps)), fields.compile());
    List<FieldPath> known = new ArrayList<>(fields.fields(new HashSet<>()));
    boolean around = false;
    for (UpcastStep step : steps) {
      if (step instanceof UpcastStep.Add(FieldPath added, JsonNode value)) {
        // Some of what it adds is known, some is not.
        around |= known.stream().anyMatch(k -> added.contains(k) && !k.contains(added));
      }
      known = known.stream().flatMap(step::carry).toList();
    }
    Document sent = Document.of(object(2));
    Document present = Document.of(object(2));
    String what = "%s of %s onto %s".formatted(list, sent.tree(), present.tree());

    // when
    Document up = versions.upcast(1, sent);
    Document laid = versions.overlay(1, sent, present);

    // then
    assertThat(versions.overlay(1, sent, laid)).as(what).isEqualTo(laid);
    if (!around && !movesBehindAdd(steps)) {
      assertThat(versions.overlay(1, sent, up)).as(what).isEqualTo(up);
    }
    Document bare = versions.overlay(1, sent, Document.of(Json.MAPPER.createObjectNode()));
    keeps(present.tree(), laid.tree(), bare.tree(), known, what);
  }

  /**
   * What goes to a place that an earlier step has filled stays where it was, but not without it.
   */
  private static boolean movesBehindAdd(List<UpcastStep> steps) {
    boolean added = false;
    for (UpcastStep step : steps) {
      boolean moves =
          switch (step) {
            case UpcastStep.Camel camel -> true;
            case UpcastStep.Rename rename -> true;
            case UpcastStep.Wrap wrap -> true;
            case UpcastStep.Translate translate -> false;
            case UpcastStep.Add add -> false;
            case UpcastStep.Remove remove -> false;
          };
      if (added && moves) {
        return true;
      }
      added |= step instanceof UpcastStep.Add;
    }
    return false;
  }

  /** Each field that no known one meets stands where it stood, unless the event brings another. */
  private static void keeps(
      ObjectNode present, ObjectNode laid, ObjectNode sent, List<FieldPath> known, String what) {
    for (FieldPath path : paths(present, List.of())) {
      boolean unknown = known.stream().noneMatch(k -> k.contains(path) || path.contains(k));
      JsonNode brought = path.find(sent);
      if (unknown && brought == null) {
        assertThat(path.find(laid)).as(path + ": " + what).isEqualTo(path.find(present));
      }
    }
  }

  private static List<FieldPath> paths(ObjectNode object, List<String> around) {
    List<FieldPath> found = new ArrayList<>();
    for (var member : object.properties()) {
      List<String> way = new ArrayList<>(around);
      way.add(member.getKey());
      found.add(FieldPath.of(way));
      if (member.getValue() instanceof ObjectNode inner) {
        found.addAll(paths(inner, way));
      }
    }
    return found;
  }

  private static Set<String> leaves(JsonNode node) {
    Set<String> found = new HashSet<>();
    if (node.isNumber()) {
      found.add(node.toString());
    }
    node.forEach(inner -> found.addAll(leaves(inner)));
    return found;
  }

  private ObjectNode step() {
    ObjectNode step = Json.MAPPER.createObjectNode();
    switch (random.nextInt(7)) {
      case 0 -> step.put("camelCase", true);
      case 1 -> step.putObject("rename").put(way(), way()).put(way(), way());
      case 2 -> step.putObject("rename").put(way(), way());
      case 3 -> step.putObject("wrap").put(way(), way());
      case 4 -> step.putObject("map").putObject(way()).put("in", "out").put("", "x");
      case 5 -> step.putObject("add").set(way(), value(1));
      default -> step.putArray("remove").add(way());
    }
    return step;
  }

  private String way() {
    String first = "/" + name();
    return random.nextInt(3) == 0 ? first + "/" + name() : first;
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private ObjectNode schema(int depth) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        ObjectNode inner =
            depth > 0 && random.nextInt(3) == 0
                ? schema(depth - 1)
                : Json.MAPPER.createObjectNode();
        schema.withObject("properties").set(name, inner);
      }
    }
    return schema;
  }

  /** Each number is another one, so that it can be followed. */
  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> Json.MAPPER.nullNode();
      case 1 -> Json.MAPPER.valueToTree(random.nextBoolean() ? "in" : "");
      case 5 -> Json.MAPPER.createArrayNode().add(value(depth - 1)).add(value(depth - 1));
      case 6, 7 -> object(depth - 1);
      default -> Json.MAPPER.valueToTree(1_000 + number++);
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        object.set(name, value(depth));
      }
    }
    return object;
  }
}
