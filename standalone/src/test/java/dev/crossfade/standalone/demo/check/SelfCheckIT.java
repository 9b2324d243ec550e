package dev.crossfade.standalone.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import dev.crossfade.standalone.sample.Sample;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check itself is checked: what was tampered with is found and named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SelfCheckIT {
  private final MigrationFolder school = MigrationFolder.school();
  private final HttpClient http = HttpClient.newHttpClient();
  private final History history = History.inMemory();
  private Node node;
  private SelfCheck check;

  @BeforeAll
  void demo(@TempDir Path directory) throws Exception {
    node =
        Node.start(
            NodeSettings.local(
                directory.resolve("data"), 0, new DevelopmentAuthenticator(InstantSource.system())),
            what -> {});
    DatabaseAccess database = node.database();
    check =
        new SelfCheck(
            http,
            new SelfCheck.Target(
                node.url(),
                database.url(),
                database.user(),
                database.password(),
                school.blueprint().json(),
                Access::development));
    try (Writers writers =
        Writers.start(
            new Writers.Target(node::url, Access::development, "school", 1),
            new Writers.Settings(5, 0),
            Sample.of(school.blueprint().json(), school.sample(), 5, 0.02),
            history)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> writers.created() && writers.counts().refusals() > 20);
      writers.stop();
      assertThat(writers.await(Duration.ofMinutes(1))).isTrue();
      assertThat(writers.faults()).isEmpty();
    }
    assertThat(check.awaitApplied(Duration.ofMinutes(1), progress -> {})).isTrue();
  }

  @AfterAll
  void stop() {
    node.close();
    http.shutdownNow();
  }

  @Test
  @DisplayName("I1, I3, I4: what was acknowledged is in the tables, in its final form, once")
  void passes() throws Exception {
    // when
    Verdict verdict = check.run(history, 1);

    // then
    assertThat(verdict.first()).isEmpty();
    assertThat(verdict.records()).isGreaterThan(500);
    assertThat(verdict.reads()).isEqualTo(300);
    assertThat(verdict.unsettled()).isZero();
  }

  /**
   * @param how SQL that tampers, and SQL that undoes it
   * @param found what the first differences must say, in any order
   */
  record Tampering(String name, String how, String undo, List<String> found) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Tampering> tamperings() {
    return Stream.of(
        new Tampering(
            "a changed field",
            """
            CREATE TABLE kept AS SELECT * FROM school.classrooms
              WHERE tenant = 'school-2' ORDER BY id LIMIT 1;
            UPDATE school.classrooms r SET capacity = coalesce(r.capacity, 0) + 1
              FROM kept WHERE r.tenant = kept.tenant AND r.id = kept.id\
            """,
            """
            UPDATE school.classrooms r SET capacity = kept.capacity
              FROM kept WHERE r.tenant = kept.tenant AND r.id = kept.id;
            DROP TABLE kept\
            """,
            List.of("school.classrooms · school-2 · classrooms/", " · capacity: expected ")),
        new Tampering(
            "a missing row",
            """
            CREATE TABLE kept AS SELECT * FROM school.attendance
              WHERE tenant = 'school-1' ORDER BY id LIMIT 1;
            DELETE FROM school.attendance WHERE (tenant, id) IN (SELECT tenant, id FROM kept)\
            """,
            "INSERT INTO school.attendance SELECT * FROM kept; DROP TABLE kept",
            List.of(
                "school.attendance · school-1 · attendance/",
                " · row: expected a row, found nothing")),
        new Tampering(
            "a row that nobody wrote",
            """
            INSERT INTO school.users VALUES ('school-3', '00000000-0000-4000-8000-000000000001',
              'Nobody', 'n@example.org', 'admin', NULL, now(), now())\
            """,
            "DELETE FROM school.users WHERE id = '00000000-0000-4000-8000-000000000001'",
            List.of(
                "school.users · school-3 · row 00000000-0000-4000-8000-000000000001",
                " · row: expected nothing, found a row")),
        new Tampering(
            "a row of a tenant that nobody has",
            """
            INSERT INTO school.users VALUES ('school-4', '00000000-0000-4000-8000-000000000001',
              'Nobody', 'n@example.org', 'admin', NULL, now(), now())\
            """,
            "DELETE FROM school.users WHERE tenant = 'school-4'",
            List.of("school.users · school-4 · row 00000000-0000-4000-8000-000000000001")),
        new Tampering(
            "I13 isolation: rows of two tenants swapped",
            swapped("school-1", "school-2"),
            swapped("school-1", "school-2"),
            List.of(
                "school.users · school-1 · row ",
                "school.users · school-2 · row ",
                "school.users · school-1 · users/",
                "school.users · school-2 · users/")),
        new Tampering(
            "I3 exactly once: an event applied twice",
            "UPDATE crossfade.record_state SET revision = revision + 1 WHERE (tenant, domain, id) ="
                + " ('school-1', 'classrooms', 'classrooms-1001')",
            "UPDATE crossfade.record_state SET revision = revision - 1 WHERE (tenant, domain, id) ="
                + " ('school-1', 'classrooms', 'classrooms-1001')",
            List.of(
                "crossfade.record_state · school-1 · classrooms/classrooms-1001 · revision:"
                    + " expected ")),
        new Tampering(
            "a hole in a source's numbers",
            "UPDATE crossfade.source_progress SET holes = '{2,2}', taken = taken - 1"
                + " WHERE (tenant, source) = ('school-1', 'browser-2')",
            "UPDATE crossfade.source_progress SET holes = '{}', taken = taken + 1"
                + " WHERE (tenant, source) = ('school-1', 'browser-2')",
            List.of(
                "crossfade.source_progress · school-1 · browser-2 · holes: expected 0, found 2",
                "crossfade.source_progress · school-1 · browser-2 · taken: expected ")));
  }

  private static String swapped(String one, String other) {
    return """
    UPDATE school.users SET tenant = CASE tenant WHEN '%1$s' THEN '%2$s' ELSE '%1$s' END
      WHERE tenant IN ('%1$s', '%2$s') AND role = 'admin'\
    """
        .formatted(one, other);
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  @DisplayName("finds what was tampered with and names it")
  void finds(Tampering tampering) throws Exception {
    // given
    execute(tampering.how());

    // when
    Verdict verdict;
    try {
      verdict = check.run(history, 1);
    } finally {
      execute(tampering.undo());
    }

    // then
    assertThat(verdict.passed()).isFalse();
    String said = String.join("\n", verdict.first().stream().map(Difference::toString).toList());
    assertThat(said).contains(tampering.found());
  }

  private void execute(String sql) throws SQLException {
    DatabaseAccess database = node.database();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
