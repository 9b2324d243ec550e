package dev.crossfade.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.crossfade.testsupport.CuttingProxy;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
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
          new Published("V8__dead_letter.sql", 149357029),
          new Published("V9__compare.sql", -1743360497),
          new Published("V10__reconciliation.sql", -1412393486));

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
    try (Database database = new Database(settings, "test", 1)) {
      List<Published> before = history(database);
      // when
      database.migrate();
      // then
      assertThat(before).isEqualTo(PUBLISHED);
      assertThat(history(database)).startsWith(PUBLISHED.toArray(Published[]::new));
      assertThat(database.migrationId("school")).isEqualTo(database.migrationId("school"));
    }
  }

  @Test
  @DisplayName("a connection cut behind any commit of the migrations leaves a schema that goes on")
  void cut(TestDatabase test) throws IOException {
    // given
    try (CuttingProxy proxy = new CuttingProxy(test.jdbcUrl());
        Database database =
            new Database(
                new DatabaseSettings(proxy.through(test.jdbcUrl()), test.user(), test.password()),
                "test",
                2)) {
      int commits = 0;
      Throwable lost;
      do {
        database.dsl().execute("drop schema if exists crossfade cascade");
        proxy.armAfter(commits);
        // when
        lost = Assertions.catchThrowable(database::migrate);
        // then
        if (lost != null) {
          commits++;
          assertThatCode(database::migrate).doesNotThrowAnyException();
        }
      } while (lost != null);
      assertThat(proxy.cuts()).isEqualTo(commits).isPositive();
      assertThat(history(database)).startsWith(PUBLISHED.toArray(Published[]::new));
    }
  }

  @Test
  @DisplayName("those who migrate at once wait for each other")
  void atOnce(TestDatabase test) throws Exception {
    // given
    var settings = new DatabaseSettings(test.jdbcUrl(), test.user(), test.password());
    try (Database database = new Database(settings, "test", 3);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // when
      var done =
          threads.invokeAll(
              Collections.nCopies(
                  3,
                  () -> {
                    database.migrate();
                    return true;
                  }));
      // then
      for (var each : done) {
        assertThat(each.get()).isEqualTo(true);
      }
      assertThat(history(database)).startsWith(PUBLISHED.toArray(Published[]::new));
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
