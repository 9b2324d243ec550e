package dev.crossfade.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class MigrationsIT {
  /** The migrations that databases out there have run: never edited, so never another checksum. */
  private static final List<Published> PUBLISHED =
      List.of(
          new Published("V1__states_and_positions.sql", -1028541718),
          new Published("V2__legacy_ids.sql", -947861617),
          new Published("V3__pending_references.sql", 851966405),
          new Published("V4__blueprints_of_records.sql", 1233900425),
          new Published("V5__snapshots.sql", 2059092155),
          new Published("V6__conflicts.sql", 1068743267),
          new Published("V7__decision.sql", -44976986),
          new Published("V8__dead_letter.sql", 149357029));

  record Published(String file, int checksum) {}

  @Test
  @DisplayName("a database that another folder's migrations made is taken as it is")
  void existing(TestDatabase test, @TempDir Path elsewhere) throws IOException {
    // given
    for (Published one : PUBLISHED) {
      try (InputStream file = Database.class.getResourceAsStream("migrations/" + one.file())) {
        Files.copy(Objects.requireNonNull(file, one.file()), elsewhere.resolve(one.file()));
      }
    }
    Flyway.configure()
        .dataSource(test.jdbcUrl(), test.user(), test.password())
        .schemas(Database.SCHEMA)
        .locations("filesystem:" + elsewhere)
        .load()
        .migrate();
    var settings = new DatabaseSettings(test.jdbcUrl(), test.user(), test.password());
    try (Database database = new Database(settings, "test", 2)) {
      List<Published> before = history(database);
      // when
      database.migrate();
      // then
      assertThat(before).isEqualTo(PUBLISHED);
      assertThat(history(database)).startsWith(PUBLISHED.toArray(Published[]::new));
      assertThat(database.migrationId("school")).isEqualTo(database.migrationId("school"));
    }
  }

  private static List<Published> history(Database database) {
    return database
        .dsl()
        .select(
            DSL.field("script", String.class).as("script"),
            DSL.field("checksum", Integer.class).as("checksum"))
        .from("flyway_schema_history")
        .where("version is not null")
        .orderBy(DSL.field("installed_rank"))
        .fetch(row -> new Published(row.value1(), row.value2()));
  }
}
