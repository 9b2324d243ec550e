package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compiles a domain that has passed all checks. */
final class DomainCompiler {
  private final DomainSpec spec;
  private final Map<String, DomainSpec> domains;
  private final List<RowSpec> rows;

  private final List<AfterMove> afterMove;

  private DomainCompiler(
      DomainSpec spec,
      Map<String, DomainSpec> domains,
      List<Table> order,
      List<AfterMove> afterMove) {
    this.spec = spec;
    this.domains = domains;
    this.afterMove = afterMove;
    this.rows = new ArrayList<>(spec.rows());
    rows.removeIf(row -> row.each() != null);
    rows.sort(Comparator.comparingInt(row -> order.indexOf(row.table())));
  }

  static Domain compile(
      DomainSpec spec,
      Map<String, DomainSpec> domains,
      List<Table> order,
      List<AfterMove> afterMove) {
    return new DomainCompiler(spec, domains, order, afterMove).compile();
  }

  private Domain compile() {
    List<MappedRow> mapped = rows.stream().map(this::row).toList();
    List<FieldPath> fields = spec.schema().fields(new HashSet<>());
    RowIds rowIds = spec.rowIds();
    List<ElementRows> sets = new ArrayList<>();
    for (RowSpec row : spec.rows()) {
      if (row.each() != null) {
        sets.add(elements(row, row.each(), rowIds));
      }
    }
    Mapping mapping = new Mapping(rowIds, mapped, sets, spec.idField(), fields);
    return new Domain(
        spec,
        Versions.compile(spec.upcast(), spec.schema().compile()),
        mapping,
        new FieldFacts(references(), times(mapped)));
  }

  private List<ReferenceField> references() {
    List<ReferenceField> found = new ArrayList<>();
    for (RowSpec row : spec.rows()) {
      FieldPath each = row.each();
      SchemaFields schema = each == null ? spec.schema() : spec.schema().items(each);
      for (Column column : row.table().columns()) {
        if (row.columns().get(column.name()) instanceof ColumnSpec.Link link && link.back()) {
          boolean required = schema.requires(link.path()) || isNotNull(row.table(), column);
          found.add(new ReferenceField(each, link.path(), link.domain(), link.missing(), required));
        }
      }
    }
    return found;
  }

  private boolean isNotNull(Table table, Column column) {
    return afterMove.stream()
        .anyMatch(
            each ->
                each instanceof AfterMove.NotNull(Table of, List<Column> columns)
                    && of == table
                    && columns.contains(column));
  }

  private static List<TimeField> times(List<MappedRow> mapped) {
    List<TimeField> found = new ArrayList<>();
    for (MappedRow row : mapped) {
      for (int i = 0; i < row.fillers().size(); i++) {
        if (row.table().columns().get(i).type() == SqlType.TIMESTAMPTZ
            && row.fillers().get(i) instanceof Filler.Field field
            && field.back()) {
          found.add(new TimeField(field.path(), field.converter()));
        }
      }
    }
    return found;
  }

  private ElementRows elements(RowSpec row, FieldPath each, RowIds rowIds) {
    Column parent = Objects.requireNonNull(row.filledBy(ColumnSpec.RecordId.class));
    Column place = Objects.requireNonNull(row.filledBy(ColumnSpec.ElementIndex.class));
    ElementTable table = new ElementTable(row.table(), parent, place);
    var array = new ElementRows.Array(each, spec.schema().requires(each), table);
    return new ElementRows(rowIds, row(row), row.name(), array);
  }

  private MappedRow row(RowSpec row) {
    List<Filler> fillers = new ArrayList<>();
    for (Column column : row.table().columns()) {
      fillers.add(
          column.equals(row.table().tenantColumn())
              ? new Filler.Tenant()
              : filler(row, column, row.columns().get(column.name())));
    }
    return new MappedRow(row.table(), row.isRecordRow() ? null : row.name(), List.copyOf(fillers));
  }

  private Filler filler(RowSpec row, Column column, @Nullable ColumnSpec columnSpec) {
    return switch (columnSpec) {
      case null -> new Filler.Empty();
      case ColumnSpec.FromField field -> field(row, column, field);
      case ColumnSpec.Composed(List<ColumnSpec.Member> members) ->
          new Filler.Members(
              members.stream()
                  .map(m -> new Filler.Member(m.name(), m.path(), m.secret()))
                  .toList());
      case ColumnSpec.Piece(FieldPath path, Template template, int index) ->
          new Filler.Piece(
              path,
              template,
              index,
              new TextConverter(column.size()),
              template.names().stream().map(row.table()::position).toList());
      case ColumnSpec.Joined(Template template, List<FieldPath> paths) ->
          new Filler.Joined(template, paths, new TextConverter(column.size()));
      case ColumnSpec.Link link ->
          new Filler.Link(
              link.path(),
              Objects.requireNonNull(domains.get(link.domain())).rowIds(),
              link.missing(),
              link.onDelete(),
              link.back());
      case ColumnSpec.RecordId id -> new Filler.RowId(indexOf(spec.recordRow()));
      case ColumnSpec.RowId(String name) ->
          row.each() != null && name.equals(row.name())
              ? new Filler.ElementId()
              : new Filler.RowId(indexOf(named(name)));
      case ColumnSpec.ElementValue value -> new Filler.ElementValue(Converter.of(column));
      case ColumnSpec.ElementIndex index -> new Filler.ElementIndex();
      case ColumnSpec.Constant(JsonNode value) -> given(column, value);
    };
  }

  private Filler.Field field(RowSpec row, Column column, ColumnSpec.FromField field) {
    SchemaFields schema = row.each() == null ? spec.schema() : spec.schema().items(row.each());
    String type = schema.types(field.path()).stream().findFirst().orElse("");
    JsonNode absent = field.absent();
    return new Filler.Field(
        field.path(),
        field.reading().converter(column, type),
        absent == null ? null : given(column, absent),
        field.reading().secret(),
        field.back());
  }

  private static Filler.Given given(Column column, JsonNode literal) {
    return ColumnSpec.isTime(literal)
        ? new Filler.Time()
        : new Filler.Constant(Converter.of(column).read(literal));
  }

  private int indexOf(@Nullable RowSpec row) {
    return rows.indexOf(row);
  }

  private @Nullable RowSpec named(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElse(null);
  }
}
