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
      List.of("constant", "record", "row", "element", "from");
  private static final String FORMS =
      "a field (/name), {from: /name, …}, {record: id}, {row: name}, {element: value} or {constant:"
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
      return path == null ? null : new ColumnSpec.FromField(path, null, true);
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
      section.problem("must say exactly one of from, record, row, element and constant.");
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
    for (String key : List.of("default", "backward", "reference", "missing", "onDelete")) {
      section.get(key);
    }
  }

  private @Nullable ColumnSpec field(Section section, @Nullable FieldPath path) {
    JsonNode absent = section.get("default");
    boolean back = section.flag("backward", true);
    return path == null ? null : new ColumnSpec.FromField(path, absent, back);
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
