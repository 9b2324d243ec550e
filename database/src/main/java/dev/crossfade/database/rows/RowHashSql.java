package dev.crossfade.database.rows;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.Missing;
import dev.crossfade.core.blueprint.OnDelete;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.compare.RowHash;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The hash of {@link RowHash} as an expression that PostgreSQL computes from a row as it stands.
 * Nothing in it depends on the settings of a session, nor on how much more a column could hold than
 * the blueprint says. Immutable and thread-safe.
 */
public final class RowHashSql {
  /** The hash of an array that has no rows. */
  public static final UUID EMPTY_SET = RowHash.ofSet(List.of());

  // Written like this and not as a literal with a backslash, whose meaning is a setting.
  private static final String NULL = "decode('00', 'hex')";
  private static final String NOTHING = "decode('', 'hex')";
  private static final String EPOCH = "make_date(2000, 1, 1)";

  private final Table table;
  private final Set<Column> references;
  private final short migration;

  /**
   * @param blueprint whose references of {@code missing: null} and {@code onDelete: null} count
   *     with the id that they refer to, be that row there or not
   * @param table of this blueprint
   */
  public RowHashSql(Blueprint blueprint, Table table, short migration) {
    this.table = table;
    this.references =
        blueprint.foreignKeys().stream()
            .filter(key -> key.table() == table)
            .filter(key -> key.missing() == Missing.NULL || key.onDelete() == OnDelete.NULL)
            .map(ForeignKey::column)
            .collect(Collectors.toUnmodifiableSet());
    this.migration = migration;
  }

  /** The hash, a {@code uuid}, of the row that has this alias. */
  public String row(String alias) {
    String columns =
        table.columns().stream()
            .map(column -> counted(column, value(alias, column)))
            .collect(Collectors.joining("\n || "));
    return first16("sha256(" + columns + ")");
  }

  /**
   * The hash of a group of rows, the elements of one array: an aggregate.
   *
   * @param hash the expression of one row's hash
   * @param id of its id
   */
  public static String set(String hash, String id) {
    return first16(
        "sha256(string_agg(uuid_send(" + hash + "), " + NOTHING + " order by " + id + "))");
  }

  /** A column's value; where it waits for the row that it refers to, that row's id. */
  public String value(String alias, Column column) {
    String value = alias + "." + column.quotedName();
    if (!references.contains(column)) {
      return value;
    }
    String ofTenant =
        table.tenantColumn() == null
            ? ""
            : " and p.tenant = ("
                + alias
                + "."
                + table.tenantColumn().quotedName()
                + ")::text collate \"C\"";
    return "coalesce(%s, (select p.waits_for from crossfade.pending_reference p where p.row_id = %s and p.column_name = %s and p.table_name = %s and p.migration = %d%s))"
        .formatted(
            value,
            alias + "." + table.idColumn().quotedName(),
            literal(column.name()),
            literal(table.qualifiedName()),
            migration,
            ofTenant);
  }

  private static String first16(String sha) {
    return "encode(substring(" + sha + " from 1 for 16), 'hex')::uuid";
  }

  /** As a text constant. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** 0 for null, or 1, the length and the plain form. */
  private static String counted(Column column, String value) {
    return "case when %s is null then %s else %s end"
        .formatted(value, NULL, present(column, value));
  }

  private static String present(Column column, String value) {
    return switch (column.type()) {
      case TEXT -> measured(text(value));
      case UUID -> fixed(16, "uuid_send(" + value + ")");
      case BOOLEAN -> fixed(1, "boolsend(" + value + ")");
      case INTEGER, BIGINT -> fixed(8, "int8send((" + value + ")::bigint)");
      case NUMERIC -> measured(text("trim_scale(" + value + ")"));
      case DATE -> fixed(8, "int8send(" + days(value) + ")");
      case TIME -> fixed(8, "time_send(" + value + ")");
      case TIMESTAMPTZ -> fixed(8, "timestamptz_send(" + value + ")");
      case JSONB -> measuredOnce(text(value));
      case VECTOR -> measuredOnce(elements(value, fixed(8, "float8send(e.v + 0)")));
      case ARRAY -> measuredOnce(elements(value, present(column.asElement(), "e.v")));
    };
  }

  private static String text(String value) {
    return "convert_to((" + value + ")::text, 'UTF8')";
  }

  /** Infinite dates have no difference to any other. */
  private static String days(String value) {
    return "case when isfinite(%s) then (%s - %s)::bigint when %s > %s then %d else %d end"
        .formatted(value, value, EPOCH, value, EPOCH, Long.MAX_VALUE, -Long.MAX_VALUE);
  }

  /**
   * The number of elements, and each like a column. What is no plain list that begins at 1 was not
   * written here, and has no number.
   */
  private static String elements(String value, String present) {
    return ("int4send(case when cardinality(%s) = 0 or array_ndims(%s) = 1 and array_lower(%s, 1) ="
            + " 1 then cardinality(%s) else -1 end) || coalesce((select string_agg(case when"
            + " e.v is null then %s else %s end, %s order by e.n) from unnest(%s) with"
            + " ordinality as e (v, n)), %s)")
        .formatted(value, value, value, value, NULL, present, NOTHING, value, NOTHING);
  }

  private static String fixed(int length, String bytes) {
    return "decode('01%08x', 'hex') || %s".formatted(length, bytes);
  }

  /** For what is dear to make: {@code offset 0} keeps PostgreSQL from writing it in twice. */
  private static String measuredOnce(String bytes) {
    return "(select "
        + measured("m.bytes")
        + " from (select "
        + bytes
        + " as bytes offset 0) as m)";
  }

  private static String measured(String bytes) {
    return "decode('01', 'hex') || int4send(length(%s)) || %s".formatted(bytes, bytes);
  }
}
