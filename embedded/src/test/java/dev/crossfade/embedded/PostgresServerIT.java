package dev.crossfade.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
  @TempDir Path directory;

  @Test
  @DisplayName(
      "rows survive a restart; commits are durable; one password for life, readable by its owner"
          + " only")
  void survivesRestart() throws Exception {
    // given
    String password;
    long started = System.nanoTime();
    try (PostgresServer first = PostgresServer.start(directory, 0)) {
      System.out.println("PostgreSQL started anew in " + millisSince(started) + " ms");
      password = first.password();
      execute(first, "CREATE TABLE student (name text)");
      execute(first, "INSERT INTO student VALUES ('Ada')");
    }

    // when
    started = System.nanoTime();
    try (PostgresServer second = PostgresServer.start(directory, 0)) {
      System.out.println("PostgreSQL restarted in " + millisSince(started) + " ms");

      // then
      assertThat(column(second, "SELECT name FROM student")).containsExactly("Ada");
      assertDurable(second);
      assertThat(second.password()).isEqualTo(password).hasSizeGreaterThan(20);
      assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(
              () -> DriverManager.getConnection(second.jdbcUrl(), second.user(), "wrong"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  @DisplayName("after SIGKILL the postmaster comes back on the same port with the committed rows")
  void comesBackAfterKill() throws Exception {
    // given
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      execute(server, "CREATE TABLE student (name text)");
      execute(server, "INSERT INTO student VALUES ('Ada')");
      long firstPid = server.pid();
      String url = server.jdbcUrl();

      try (Connection idle = connect(server)) {
        assertThat(idle.isValid(1)).isTrue();

        // when
        long killed = System.nanoTime();
        ProcessHandle.of(firstPid).orElseThrow().destroyForcibly();

        // then
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(50))
            .ignoreExceptionsInstanceOf(SQLException.class)
            .until(
                () ->
                    server.pid() != firstPid
                        && column(server, "SELECT name FROM student").equals(List.of("Ada")));
        System.out.println("PostgreSQL came back in " + millisSince(killed) + " ms");
      }
      assertThat(server.jdbcUrl()).isEqualTo(url);
      assertDurable(server);
    }
  }

  @Test
  @DisplayName("a postmaster left behind by a killed JVM is stopped, and its rows are there")
  void takesOverFromOrphan() throws Exception {
    // given
    Process process = OtherProcess.start(OtherProcess.Postgres.class, directory);
    long orphan = Long.parseLong(OtherProcess.awaitLine(process));

    // when
    assertThat(process.destroyForcibly().waitFor()).isNotZero();
    assertThat(ProcessHandle.of(orphan)).get().matches(ProcessHandle::isAlive);
    long started = System.nanoTime();
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      System.out.println("PostgreSQL took over from an orphan in " + millisSince(started) + " ms");

      // then
      assertThat(column(server, "SELECT name FROM student")).containsExactly("Ada");
      assertThat(server.pid()).isNotEqualTo(orphan);
      assertThat(PostmasterFile.in(directory.toRealPath().resolve("cluster")))
          .hasValue(new PostmasterFile(server.pid(), true));
    }
  }

  @Test
  @DisplayName("a directory in use is refused at once, and its server lives on")
  void refusesDirectoryInUse() throws Exception {
    // given
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      // when // then
      assertThatThrownBy(() -> PostgresServer.start(directory, 0))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("this process");
      assertThat(column(server, "SELECT 'alive'")).containsExactly("alive");

      // The refused attempt has not loosened the lock for other processes.
      Process other = OtherProcess.start(OtherProcess.Postgres.class, directory);
      assertThat(other.waitFor()).isEqualTo(1);
      assertThat(column(server, "SELECT 'alive'")).containsExactly("alive");
    }
  }

  @Test
  @DisplayName("close ends the server's processes, also those of a client that stays connected")
  void closeEndsAll() throws Exception {
    // given
    PostgresServer server = PostgresServer.start(directory, 0);
    ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
    try (Connection connection = connect(server)) {
      assertThat(connection.isValid(1)).isTrue();

      // when
      server.close();

      // then
      assertThat(postmaster.isAlive()).isFalse();
      assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  @DisplayName(
      "SIGKILL again and again under writes: every acknowledged row is there, none is invented")
  void keepsCommitsThroughKills() throws Exception {
    // given
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      execute(server, "CREATE TABLE number (n int PRIMARY KEY)");
      List<String> acknowledged = new ArrayList<>();

      // when
      for (int n = 0; n < 300; n++) {
        int next = n;
        if (n % 100 == 50) {
          ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        Awaitility.await()
            .ignoreExceptionsInstanceOf(SQLException.class)
            .pollInterval(Duration.ofMillis(20))
            .pollDelay(Duration.ZERO)
            .untilAsserted(
                () ->
                    execute(
                        server, "INSERT INTO number VALUES (" + next + ") ON CONFLICT DO NOTHING"));
        acknowledged.add(Integer.toString(n));
      }

      // then
      assertThat(column(server, "SELECT n FROM number ORDER BY n")).isEqualTo(acknowledged);
    }
  }

  private static void assertDurable(PostgresServer server) throws SQLException {
    assertThat(column(server, "SHOW synchronous_commit")).containsExactly("on");
    assertThat(column(server, "SHOW fsync")).containsExactly("on");
    assertThat(column(server, "SHOW full_page_writes")).containsExactly("on");
  }

  static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> column(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static Connection connect(PostgresServer server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
