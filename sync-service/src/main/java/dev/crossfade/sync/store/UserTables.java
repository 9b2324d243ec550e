package dev.crossfade.sync.store;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The users' tables in jOOQ's terms. Names come from the blueprint only, and are always quoted. */
public final class UserTables {
  private UserTables() {}

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
    return (Field<Object>) (Field<?>) DSL.field(name, type(column.type()));
  }

  private static DataType<?> type(SqlType type) {
    return switch (type) {
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
    };
  }
}
