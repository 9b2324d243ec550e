package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.check.ExpectedTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** What the rows of one domain must hold, and what comes back of them. */
final class DomainReading {
  private final JsonNode domain;
  private final Map<String, JsonNode> tables;
  private final Map<String, DomainRule> rules;
  private final WayBack wayBack = new WayBack();
  private final List<ExpectedTable> expected = new ArrayList<>();

  DomainReading(JsonNode domain, Map<String, JsonNode> tables, Map<String, DomainRule> rules) {
    this.domain = domain;
    this.tables = tables;
    this.rules = rules;
    JsonNode field = domain.path("id").path("field");
    if (field.isString()) {
      String pointer = "/" + field.asString();
      wayBack.add(pointer, subject -> canonicalId(subject, pointer));
    }
    for (var row : domain.path("rows").properties()) {
      expected.add(table(row.getKey(), row.getValue()));
    }
  }

  List<ExpectedTable> tables() {
    return expected;
  }

  private static @Nullable JsonNode canonicalId(Subject subject, String pointer) {
    JsonNode id = Value.field(subject.document(), pointer);
    return id == null || id.isNumber() ? id : StringNode.valueOf(RowIds.canonical(id.asString()));
  }

  private ExpectedTable table(String name, JsonNode row) {
    JsonNode table = Objects.requireNonNull(tables.get(row.path("table").asString()));
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (JsonNode column : table.path("columns")) {
      column
          .properties()
          .forEach(c -> types.put(c.getKey(), ColumnType.of(c.getValue().asString())));
    }
    String each = row.has("each") ? row.path("each").asString() : null;
    WayBack back = each == null ? wayBack : new WayBack();
    Map<String, Value> values = new LinkedHashMap<>();
    split(row.path("split"), back, values);
    join(row.path("join"), back, values);
    for (var column : row.path("columns").properties()) {
      ColumnType type = Objects.requireNonNull(types.get(column.getKey()), column.getKey());
      values.put(column.getKey(), value(column.getValue(), type, back, each != null));
    }
    if (each != null) {
      wayBack.add(each, WayBack.array(each, back, required(each)));
    }
    List<Column> columns = new ArrayList<>();
    types.forEach(
        (column, type) ->
            columns.add(
                new Column(
                    column,
                    type,
                    values.getOrDefault(column, new Value.Nothing()),
                    Plan.isSecret(row.path("columns").path(column)))));
    boolean derived = "derived".equals(table.path("tenancy").asString(""));
    String tenant = derived ? null : table.path("tenant").asString("tenant");
    return new ExpectedTable(
        domain.path("name").asString(),
        name,
        row.path("table").asString(),
        tenant,
        each,
        new ArrayList<>(types.keySet()).indexOf(table.path("key").asString()),
        columns);
  }

  private Value value(JsonNode form, ColumnType type, WayBack back, boolean element) {
    if (form.isString()) {
      return field(form.asString(), JsonNodeFactory.instance.objectNode(), type, back);
    }
    if (form.has("record")) {
      return new Value.Own(rule(domain.path("name").asString()).derived());
    }
    if (form.has("row")) {
      String row = form.path("row").asString();
      return element ? new Value.OwnedElement(row) : new Value.Owned(row);
    }
    if (form.has("constant")) {
      return new Value.Constant(form.path("constant"));
    }
    if (form.has("object")) {
      return composed(form.path("object"), back);
    }
    if (form.has("element")) {
      return form.path("element").asString().equals("index")
          ? new Value.Index()
          : field("", form, type, back);
    }
    String pointer = form.path("from").asString();
    return form.has("reference")
        ? reference(pointer, form, back)
        : field(pointer, form, type, back);
  }

  private static Value field(String pointer, JsonNode form, ColumnType type, WayBack back) {
    Value.At at = new Value.At(pointer, form, type.length());
    if (!form.path("backward").asBoolean(true)) {
      return new Value.Copy(at, back);
    }
    back.add(pointer, subject -> at.back(subject, type));
    return at;
  }

  private Value reference(String pointer, JsonNode form, WayBack back) {
    boolean ifPresent =
        "null".equals(word(form.path("missing"))) || "null".equals(word(form.path("onDelete")));
    var reference =
        new Value.Reference(pointer, rule(form.path("reference").asString()), ifPresent);
    if (!form.path("backward").asBoolean(true)) {
      return new Value.Copy(reference, back);
    }
    back.add(
        pointer,
        subject -> {
          JsonNode id = Value.field(subject.at(), pointer);
          boolean there = id != null && reference.of(subject) != null;
          return there && id != null && id.isString()
              ? StringNode.valueOf(RowIds.canonical(id.asString()))
              : there ? id : null;
        });
    return reference;
  }

  /** A YAML null where the word is meant. */
  private static String word(JsonNode told) {
    return told.isNull() ? "null" : told.asString("");
  }

  private static Value composed(JsonNode members, WayBack back) {
    Map<String, String> pointers = new LinkedHashMap<>();
    members
        .properties()
        .forEach(
            member -> {
              JsonNode form = member.getValue();
              String pointer = form.isString() ? form.asString() : form.path("from").asString();
              pointers.put(member.getKey(), pointer);
              back.add(
                  pointer,
                  subject -> {
                    JsonNode value = subject.at().at(pointer);
                    return value.isMissingNode() ? null : value;
                  });
            });
    return new Value.Composed(pointers);
  }

  private static void split(JsonNode all, WayBack back, Map<String, Value> values) {
    for (var entry : all.properties()) {
      TextForm form = TextForm.of(entry.getValue().asString());
      for (int i = 0; i < form.names().size(); i++) {
        values.put(form.names().get(i), new Value.Part(entry.getKey(), form, i));
      }
      back.add(entry.getKey(), subject -> Value.field(subject.at(), entry.getKey()));
    }
  }

  private static void join(JsonNode all, WayBack back, Map<String, Value> values) {
    for (var entry : all.properties()) {
      Value.Joined joined = new Value.Joined(TextForm.of(entry.getValue().asString()));
      values.put(entry.getKey(), joined);
      joined
          .form()
          .names()
          .forEach(pointer -> back.add(pointer, subject -> joined.back(subject, pointer)));
    }
  }

  private boolean required(String pointer) {
    JsonNode schema = domain.path("schema");
    String[] names = pointer.substring(1).split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      schema = schema.path("properties").path(names[i]);
    }
    String last = names[names.length - 1];
    return schema.path("required").valueStream().anyMatch(n -> n.asString().equals(last));
  }

  private DomainRule rule(String name) {
    return Objects.requireNonNull(rules.get(name), name);
  }
}
