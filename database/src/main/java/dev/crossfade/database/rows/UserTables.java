package dev.crossfade.database.rows;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The users' tables in jOOQ's terms. Names come from the blueprint only, and are always quoted. */
public final class UserTables {
  private UserTables() {}

  /** The table, by schema and name. */
  public static org.jooq.Table<Record> table(Table table) {
    return DSL.table(DSL.quotedName(table.schema(), table.name()));
  }

  /** The column, unqualified. */
  public static Field<Object> field(Column column) {
    return field(DSL.quotedName(column.name()), column);
  }

  /** The column of a table, qualified, for joins. */
  public static Field<Object> field(Table table, Column column) {
    return field(DSL.quotedName(table.schema(), table.name(), column.name()), column);
  }

  @SuppressWarnings("unchecked") // a value's type is known by its column, not by the compiler
  private static Field<Object> field(org.jooq.Name name, Column column) {
    return (Field<Object>) (Field<?>) DSL.field(name, type(column));
  }

  /** Of an id in any of the tables. */
  public static Field<UUID> id(Column column) {
    return DSL.field(DSL.quotedName(column.name()), SQLDataType.UUID);
  }

  /** As {@link #id(Column)}, qualified. */
  public static Field<UUID> id(Table table, Column column) {
    return DSL.field(DSL.quotedName(table.schema(), table.name(), column.name()), SQLDataType.UUID);
  }

  private static DataType<?> type(Column column) {
    return switch (column.type()) {
      case TEXT -> SQLDataType.VARCHAR;
      case UUID -> SQLDataType.UUID;
      case BOOLEAN -> SQLDataType.BOOLEAN;
      case INTEGER -> SQLDataType.INTEGER;
      case BIGINT -> SQLDataType.BIGINT;
      case NUMERIC -> SQLDataType.NUMERIC;
      case DATE -> SQLDataType.LOCALDATE;
      case TIME -> SQLDataType.LOCALTIME;
      case TIMESTAMPTZ -> SQLDataType.OFFSETDATETIME;
      case JSONB -> SQLDataType.JSONB;
      case VECTOR -> list(SQLDataType.DOUBLE);
      // PostgreSQL compares text[] with nothing else, not with varchar[] either.
      case ARRAY ->
          column.element() == SqlType.TEXT
              ? list(SQLDataType.CLOB)
              : list(type(column.asElement()));
    };
  }

  /** Arrays travel as lists, which are equal by value. */
  private static <T> DataType<?> list(DataType<T> element) {
    DataType<T[]> array = element.array();
    return array.asConvertedDataType(
        Converter.ofNullable(
            array.getType(),
            List.class,
            values -> Arrays.stream(values).map(UserTables::inUtc).toList(),
            values -> Arrays.copyOf(values.toArray(), values.size(), array.getType())));
  }

  /** Within an array, PostgreSQL writes a time in the session's zone. */
  private static Object inUtc(Object value) {
    return value instanceof OffsetDateTime time
        ? time.withOffsetSameInstant(ZoneOffset.UTC)
        : value;
  }
}
