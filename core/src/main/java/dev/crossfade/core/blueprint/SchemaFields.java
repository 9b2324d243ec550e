package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.JsonRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A domain's JSON Schema while the blueprint is read: which fields it has, of which types. */
final class SchemaFields {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final int MAX_REFS = 16;

  private final ProblemList problems;
  private final String file;
  private final String prefix;
  private final JsonNode schema;

  /** Where ways begin: the schema itself, or that of an array's elements within it. */
  private final JsonNode start;

  private boolean sound = true;

  /**
   * @param prefix what goes before a path within the schema
   */
  SchemaFields(ProblemList problems, String file, String prefix, JsonNode schema) {
    this.problems = problems;
    this.file = file;
    this.prefix = prefix;
    this.schema = schema;
    this.start = schema;
  }

  private SchemaFields(SchemaFields whole, JsonNode start) {
    this.problems = whole.problems;
    this.file = whole.file;
    this.prefix = whole.prefix;
    this.schema = whole.schema;
    this.start = start;
  }

  /** The same for the elements of an array: ways begin at an element. */
  SchemaFields items(FieldPath array) {
    return new SchemaFields(this, at(array).path("items"));
  }

  /** Tells what is wrong with the schema itself. */
  void check() {
    if (!schema.isObject() && !schema.isBoolean()) {
      problem("", "a schema is a JSON object.");
      return;
    }
    JsonNode draft = schema.get("$schema");
    if (draft != null && !(draft.isString() && draft.stringValue().equals(DRAFT))) {
      problem("$schema", "only draft 2020-12 is read: " + DRAFT);
      return;
    }
    if (!JsonRules.check(schema).isEmpty()) {
      // Told with the blueprint; the checks below would choke on it.
      return;
    }
    for (var violation : RecordSchema.check(schema)) {
      problem(dotted(violation.pointer()), violation.detail() + ".");
    }
    new SchemaReferences(schema, this::problem).check();
    if (sound) {
      try {
        RecordSchema.compile(schema);
      } catch (RuntimeException e) {
        problem("", "cannot be compiled: " + e.getMessage());
      }
    }
  }

  RecordSchema compile() {
    return RecordSchema.compile(schema);
  }

  private void problem(String path, String sentence) {
    sound = false;
    String whole = prefix + path;
    problems.add(
        file, whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole, sentence);
  }

  private static String dotted(String pointer) {
    return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
  }

  /** What is wrong with a way to a field, or null where it is fine or the schema cannot tell. */
  @Nullable String fault(FieldPath path) {
    JsonNode here = resolve(start);
    StringBuilder way = new StringBuilder();
    for (String step : path.steps()) {
      JsonNode properties = here.get("properties");
      if (properties == null) {
        return null;
      }
      JsonNode next = properties.get(step);
      if (next == null) {
        List<String> known = new ArrayList<>();
        properties.propertyNames().forEach(name -> known.add(way + "/" + name));
        return "the schema has no field " + path + DidYouMean.hint(way + "/" + step, known);
      }
      way.append('/').append(step);
      here = resolve(next);
    }
    return null;
  }

  /** What is wrong with the name of a member of the record; null where the schema lists it. */
  @Nullable String memberFault(String name) {
    JsonNode properties = resolve(start).path("properties");
    if (properties.has(name)) {
      return null;
    }
    return "the schema lists no such member"
        + DidYouMean.hint(name, new ArrayList<>(properties.propertyNames()));
  }

  /** The types that the schema allows for a field, null aside; empty when it does not say. */
  Set<String> types(FieldPath path) {
    return types(at(path));
  }

  /**
   * The types that it allows for the elements of an array, null too; empty when it does not say.
   */
  Set<String> elementTypes(FieldPath path) {
    return allTypes(resolve(at(path).path("items")));
  }

  /** The values to which it limits a field; empty where it does not. */
  List<JsonNode> values(FieldPath path) {
    List<JsonNode> values = new ArrayList<>();
    at(path).path("enum").forEach(value -> values.add(value));
    return values;
  }

  /** The types that it allows where ways begin. */
  Set<String> types() {
    return types(resolve(start));
  }

  /** Whether a record, or an element, cannot be without this field. */
  boolean requires(FieldPath path) {
    JsonNode here = resolve(start);
    for (String step : path.steps()) {
      boolean required = false;
      for (JsonNode name : here.path("required")) {
        required |= name.isString() && name.stringValue().equals(step);
      }
      if (!required) {
        return false;
      }
      here = resolve(here.path("properties").path(step));
    }
    return true;
  }

  private JsonNode at(FieldPath path) {
    JsonNode here = resolve(start);
    for (String step : path.steps()) {
      here = resolve(here.path("properties").path(step));
    }
    return here;
  }

  private static Set<String> types(JsonNode here) {
    Set<String> types = allTypes(here);
    types.remove("null");
    return types;
  }

  private static Set<String> allTypes(JsonNode here) {
    Set<String> types = new LinkedHashSet<>();
    JsonNode type = here.path("type");
    if (type.isString()) {
      types.add(type.stringValue());
    }
    // What is no name is told of by the check of the schema.
    type.valueStream().filter(JsonNode::isString).forEach(each -> types.add(each.stringValue()));
    return types;
  }

  /** Whether each record that keeps to the schema has a value other than null there. */
  boolean isAlwaysThere(FieldPath path) {
    JsonNode here = resolve(start);
    for (String step : path.steps()) {
      boolean required =
          here.path("required").valueStream().anyMatch(name -> name.asString("").equals(step));
      here = resolve(here.path("properties").path(step));
      if (!required || !excludesNull(here)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the place where ways begin cannot be null. */
  boolean isAlwaysThere() {
    return excludesNull(resolve(start));
  }

  private static boolean excludesNull(JsonNode here) {
    JsonNode values = here.path("enum");
    if (values.isArray()) {
      return values.valueStream().noneMatch(JsonNode::isNull);
    }
    JsonNode type = here.path("type");
    return type.isArray()
        ? type.valueStream().noneMatch(each -> each.asString("").equals("null"))
        : type.isString() && !type.stringValue().equals("null");
  }

  /**
   * The innermost fields that the schema names, in its order; it stops at those already mapped as a
   * whole.
   */
  List<FieldPath> fields(Set<FieldPath> whole) {
    List<FieldPath> found = new ArrayList<>();
    collect(resolve(start), "", whole, found, Collections.newSetFromMap(new IdentityHashMap<>()));
    return found;
  }

  private void collect(
      JsonNode here,
      String pointer,
      Set<FieldPath> whole,
      List<FieldPath> found,
      Set<JsonNode> around) {
    around.add(here);
    for (var property : here.path("properties").properties()) {
      String name = property.getKey().replace("~", "~0").replace("/", "~1");
      FieldPath path = FieldPath.parse(pointer + "/" + name);
      JsonNode inner = resolve(property.getValue());
      if (path == null) {
        continue;
      }
      // A schema within itself has no innermost fields.
      boolean again = around.contains(inner);
      if (inner.path("properties").isEmpty() || whole.contains(path) || again) {
        found.add(path);
      } else {
        collect(inner, path.pointer(), whole, found, around);
      }
    }
    around.remove(here);
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode here = node;
    for (int i = 0; i < MAX_REFS; i++) {
      JsonNode ref = here.path("$ref");
      if (!ref.isString() || !ref.stringValue().startsWith("#")) {
        return here;
      }
      here = SchemaReferences.target(schema, ref.stringValue());
    }
    return here;
  }
}
