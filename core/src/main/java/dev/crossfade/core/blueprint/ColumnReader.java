package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a row's section says about one column. */
final class ColumnReader {
  private static final List<String> FORM_KEYS =
      List.of("constant", "record", "row", "element", "from", "object");
  private static final List<String> OPTIONS =
      List.of(
          "default",
          "backward",
          "truncate",
          "map",
          "else",
          "format",
          "secret",
          "reference",
          "missing",
          "onDelete");
  private static final String FORMS =
      "a field (/name), {from: /name, …}, {object: {…}}, {record: id}, {row: name}, {element:"
          + " value} or {constant:"
          + " value}";

  private final Section columns;
  private final String name;

  ColumnReader(Section columns, String name) {
    this.columns = columns;
    this.name = name;
  }

  /** The column, or null when a problem was told. */
  @Nullable ColumnSpec read(JsonNode value) {
    if (value.isString()) {
      FieldPath path = path(value.stringValue());
      return path == null ? null : new ColumnSpec.FromField(path, FieldReading.PLAIN, null, true);
    }
    if (!(value instanceof ObjectNode object)) {
      columns.problem(name, "must be " + FORMS + ".");
      return null;
    }
    Section section = columns.child(name, object);
    ColumnSpec spec = read(section);
    section.refuseUnknown();
    return spec;
  }

  private @Nullable ColumnSpec read(Section section) {
    List<String> forms = FORM_KEYS.stream().filter(section::has).toList();
    if (forms.size() != 1) {
      knowAll(section);
      section.problem("must say exactly one of from, object, record, row, element and constant.");
      return null;
    }
    String form = forms.getFirst();
    if (form.equals("constant")) {
      JsonNode constant = section.get(form);
      if (constant == null) {
        section.problem(form, "has no value; leave the column out if it shall be null.");
      }
      return constant == null ? null : new ColumnSpec.Constant(constant);
    }
    if (form.equals("object")) {
      return composed(section);
    }
    String value = section.requiredText(form, "it has no value.");
    if (value == null) {
      knowAll(section);
      return null;
    }
    return switch (form) {
      case "row" -> new ColumnSpec.RowId(value);
      case "record" -> record(section, value);
      case "element" -> element(section, value);
      default ->
          section.has("reference") ? link(section, path(value)) : field(section, path(value));
    };
  }

  private static @Nullable ColumnSpec record(Section section, String value) {
    if (!value.equals("id")) {
      section.problem("record", "can only be id, the id of the record's own row.");
      return null;
    }
    return new ColumnSpec.RecordId();
  }

  private static @Nullable ColumnSpec element(Section section, String value) {
    return switch (value) {
      case "value" -> new ColumnSpec.ElementValue();
      case "index" -> new ColumnSpec.ElementIndex();
      default -> {
        section.problem("element", "can only be value, the element itself, or index, its place.");
        yield null;
      }
    };
  }

  private static void knowAll(Section section) {
    FORM_KEYS.forEach(section::get);
    OPTIONS.forEach(section::get);
  }

  private @Nullable ColumnSpec field(Section section, @Nullable FieldPath path) {
    JsonNode absent = section.get("default");
    boolean back = section.flag("backward", true);
    boolean truncate = section.flag("truncate", false);
    boolean secret = section.flag("secret", false);
    JsonNode map = map(section);
    JsonNode otherwise = section.get("else");
    if (otherwise == null && section.has("else")) {
      section.problem("else", "has no value; leave it out if other values are to be refused.");
    }
    EpochUnit format = format(section);
    FieldReading reading = new FieldReading(truncate, map, otherwise, format, secret);
    return path == null ? null : new ColumnSpec.FromField(path, reading, absent, back);
  }

  private static @Nullable JsonNode map(Section section) {
    JsonNode map = section.get("map");
    boolean sound = map != null && map.isObject() && !map.isEmpty();
    if (!sound && section.has("map")) {
      section.problem("map", "must say what each value becomes, like {open: todo, closed: done}.");
    }
    return sound ? map : null;
  }

  private static @Nullable EpochUnit format(Section section) {
    String written = section.text("format");
    List<String> known = new ArrayList<>();
    for (EpochUnit unit : EpochUnit.values()) {
      if (unit.written().equals(written)) {
        return unit;
      }
      known.add(unit.written());
    }
    if (written != null) {
      section.problem("format", "cannot be \"" + written + "\"" + DidYouMean.hint(written, known));
    }
    return null;
  }

  private @Nullable ColumnSpec composed(Section section) {
    Section object = section.requiredSection("object", "the fields that it is made of, by name.");
    if (object == null) {
      return null;
    }
    List<ColumnSpec.Member> members = new ArrayList<>();
    for (var entry : object.members().entrySet()) {
      ColumnSpec.Member member = member(object, entry.getKey(), entry.getValue());
      if (member == null) {
        return null;
      }
      members.add(member);
    }
    if (members.isEmpty()) {
      section.problem("object", "has no member: name the fields that it is made of.");
      return null;
    }
    return new ColumnSpec.Composed(List.copyOf(members));
  }

  private ColumnSpec.@Nullable Member member(Section object, String member, JsonNode value) {
    String pointer = value.isString() ? value.stringValue() : null;
    boolean secret = false;
    if (value instanceof ObjectNode form) {
      Section section = object.child(member, form);
      pointer = section.requiredText("from", "the field that the member is.");
      secret = section.flag("secret", false);
      section.refuseUnknown();
    } else if (pointer == null) {
      object.problem(member, "must be a field (/name) or {from: /name, secret: true}.");
    }
    FieldPath path = pointer == null ? null : path(pointer);
    return path == null ? null : new ColumnSpec.Member(member, path, secret);
  }

  private @Nullable ColumnSpec link(Section section, @Nullable FieldPath path) {
    String domain = section.requiredText("reference", "the domain that the id belongs to.");
    Missing missing =
        choice(
            section,
            "missing",
            Missing.values(),
            "a row refers to a record that is not there; say park, null or unchecked.");
    OnDelete onDelete =
        missing == Missing.UNCHECKED
            ? noOnDelete(section)
            : choice(
                section,
                "onDelete",
                OnDelete.values(),
                "the record it refers to is deleted; say park or null.");
    boolean back = section.flag("backward", true);
    return path == null || domain == null || missing == null || onDelete == null
        ? null
        : new ColumnSpec.Link(path, domain, missing, onDelete, back);
  }

  private static OnDelete noOnDelete(Section section) {
    if (section.has("onDelete")) {
      section.get("onDelete");
      section.problem(
          "onDelete", "says nothing where missing is unchecked: leave it out, nothing is checked.");
    }
    return OnDelete.PARK;
  }

  private static <E extends Enum<E>> @Nullable E choice(
      Section section, String member, E[] choices, String when) {
    JsonNode written = section.get(member);
    // YAML reads a bare null as nothing, and so did get().
    String choice =
        written == null && section.has(member)
            ? "null"
            : section.requiredText(member, "what to do when " + when);
    if (choice == null) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (E each : choices) {
      String name = each.name().toLowerCase(Locale.ROOT);
      if (name.equals(choice)) {
        return each;
      }
      known.add(name);
    }
    section.problem(member, "cannot be \"" + choice + "\"" + DidYouMean.hint(choice, known));
    return null;
  }

  private @Nullable FieldPath path(String pointer) {
    FieldPath path = FieldPath.parse(pointer);
    if (path == null) {
      columns.problem(
          name, "\"" + pointer + "\" is not the way to a field: write /name or /outer/inner.");
    }
    return path;
  }
}
