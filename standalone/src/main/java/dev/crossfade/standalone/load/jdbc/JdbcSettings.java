package dev.crossfade.standalone.load.jdbc;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is read, and how.
 *
 * @param account how the database is reached
 * @param queries by domain, in the order in which they are read
 * @param shape how a row becomes a record
 * @param fetchSize the rows that the driver holds at a time
 * @param count whether the rows are counted first
 */
public record JdbcSettings(
    Account account, Map<String, String> queries, Shape shape, int fetchSize, boolean count) {

  public JdbcSettings {
    queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
  }

  /**
   * How the database is reached.
   *
   * @param drivers jars with drivers that do not come along
   */
  public record Account(
      String url, @Nullable String user, @Nullable String password, List<Path> drivers) {
    public Account {
      drivers = List.copyOf(drivers);
    }

    /** Shows no password. */
    @Override
    public String toString() {
      return "Account[" + user + "]";
    }
  }

  /**
   * How a row becomes a record.
   *
   * @param tenant of all rows; null where a column or the token names it
   * @param tenantColumn whose value is the row's tenant; no member of the record
   * @param idColumn whose value is the record's id; no member of the record. Null where the record
   *     itself holds it
   * @param dataColumn JSON that is the whole record; null where each column is a member of it
   * @param keepNulls whether a null is a member; else it is absent
   * @param zone of timestamps that name none
   */
  public record Shape(
      @Nullable String tenant,
      @Nullable String tenantColumn,
      @Nullable String idColumn,
      @Nullable String dataColumn,
      boolean keepNulls,
      ZoneId zone) {}
}
