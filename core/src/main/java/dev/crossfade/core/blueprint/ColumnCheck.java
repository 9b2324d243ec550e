package dev.crossfade.core.blueprint;

import dev.crossfade.core.blueprint.Converter.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks one column of a row: its type against the schema, its literals, the names it uses. */
final class ColumnCheck {
  private final DomainSpec domain;
  private final RowSpec row;
  private final Column column;
  private final Map<String, DomainSpec> domains;
  private final boolean whole;

  ColumnCheck(
      DomainSpec domain,
      RowSpec row,
      String column,
      Map<String, DomainSpec> domains,
      boolean whole) {
    this.domain = domain;
    this.row = row;
    this.column = row.table().columns().get(row.table().position(column));
    this.domains = domains;
    this.whole = whole;
  }

  void run(ColumnSpec spec) {
    switch (spec) {
      case ColumnSpec.FromField field -> {
        var check = new FieldReadingCheck(field, column, schema(), this::problem);
        Set<String> readable = check.run();
        if (readable != null) {
          field(field.path(), readable);
          elements(field.path());
        }
        if (field.absent() != null) {
          literal("default", field.absent());
        }
      }
      case ColumnSpec.Composed(List<ColumnSpec.Member> members) -> {
        if (column.type() != SqlType.JSONB) {
          problem("an object needs a column of type jsonb.");
        }
        members.forEach(member -> field(member.path(), Set.of()));
      }
      case ColumnSpec.Piece(FieldPath path, Template template, int index) -> {
        mustBeText("a part of a split text");
        if (index == 0) {
          field(path, Set.of("string"));
        }
      }
      case ColumnSpec.Joined(Template template, List<FieldPath> paths) -> {
        mustBeText("a joined text");
        paths.forEach(path -> field(path, Set.of("string")));
      }
      case ColumnSpec.Link link -> {
        String target = link.domain();
        DomainSpec other = domains.get(target);
        field(link.path(), (other == null ? IdForm.TEXT : other.ids().form()).jsonTypes());
        mustBeUuid("a reference");
        RowSpec record = other == null ? null : other.recordRow();
        if (record != null
            && link.missing() != Missing.UNCHECKED
            && !ForeignKeys.canBeHeld(row.table(), record.table())) {
          problem(
              "no foreign key can lead from "
                  + row.table()
                  + ", which has no tenant column, to "
                  + record.table()
                  + ", which has one: say missing: unchecked.");
        }
        if (whole && !domains.containsKey(target)) {
          problem("no domain \"" + target + "\"" + DidYouMean.hint(target, domains.keySet()));
        }
      }
      case ColumnSpec.RecordId id -> mustBeUuid("the record's id");
      case ColumnSpec.RowId(String name) -> {
        mustBeUuid("a row's id");
        List<String> names = domain.rows().stream().map(RowSpec::name).toList();
        if (!names.contains(name)) {
          problem("no row \"" + name + "\" in this domain" + DidYouMean.hint(name, names));
        } else if (!name.equals(row.name()) && isSet(name)) {
          problem("the row \"" + name + "\" stands for many, one for each element of an array.");
        }
      }
      case ColumnSpec.ElementValue value -> {
        if (outsideArray()) {
          return;
        }
        readable(
            "the elements of " + row.each(), schema().types(), Converter.of(column).jsonTypes());
      }
      case ColumnSpec.ElementIndex index -> outsideArray();
      case ColumnSpec.Constant(JsonNode value) -> literal("constant", value);
    }
  }

  private boolean isSet(String name) {
    return domain.rows().stream().anyMatch(r -> r.name().equals(name) && r.each() != null);
  }

  private boolean outsideArray() {
    if (row.each() == null) {
      problem("only a row with each has elements: say each: /name beside its table.");
    }
    return row.each() == null;
  }

  /** The schema of what the row's ways begin at: the record, or an element. */
  private SchemaFields schema() {
    return row.each() == null ? domain.schema() : domain.schema().items(row.each());
  }

  private void field(FieldPath path, Set<String> readable) {
    FieldPath idField = domain.idField();
    if (row.each() == null && idField != null && idField.contains(path)) {
      problem(path + " is the record's id: write {record: id}, on a uuid column.");
      return;
    }
    String fault = schema().fault(path);
    if (fault != null) {
      problem(fault);
      return;
    }
    readable(path.toString(), schema().types(path), readable);
  }

  private void readable(String what, Set<String> types, Set<String> readable) {
    for (String type : types) {
      if (!readable.isEmpty() && !readable.contains(type)) {
        problem(
            "the schema says that "
                + what
                + " can be of type "
                + type
                + ", and a column of type "
                + column.typeName()
                + " takes only "
                + String.join(" or ", readable.stream().sorted().toList())
                + ".");
      }
    }
  }

  private void elements(FieldPath path) {
    Set<String> readable =
        switch (column.type()) {
          case ARRAY -> Converter.of(column.asElement()).jsonTypes();
          case VECTOR -> Set.of("integer", "number");
          case TEXT, UUID, BOOLEAN, INTEGER, BIGINT, NUMERIC, DATE, TIME, TIMESTAMPTZ, JSONB ->
              Set.of();
        };
    for (String type : schema().elementTypes(path)) {
      if (!readable.isEmpty() && !readable.contains(type)) {
        problem(
            "the schema says that elements of "
                + path
                + " can be of type "
                + type
                + ", and "
                + column.typeName()
                + " takes only "
                + String.join(" or ", readable.stream().sorted().toList())
                + ".");
      }
    }
  }

  private void literal(String member, JsonNode literal) {
    if (ColumnSpec.isTime(literal)) {
      if (column.type() != SqlType.TIMESTAMPTZ) {
        problem("$time needs a column of type timestamptz.");
      }
    } else if (Converter.of(column).read(literal) instanceof Refusal(String detail)) {
      problem("the " + member + " does not fit " + column.typeName() + ": it " + detail + ".");
    }
  }

  private void mustBeText(String what) {
    if (column.type() != SqlType.TEXT) {
      problem(what + " needs a column of type text.");
    }
  }

  private void mustBeUuid(String what) {
    if (column.type() != SqlType.UUID) {
      problem(what + " needs a column of type uuid.");
    }
  }

  private void problem(String sentence) {
    row.place().problem(column.name(), sentence);
  }
}
