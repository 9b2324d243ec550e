package dev.crossfade.standalone.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.embedded.DirectoryInUseException;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.School;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node with real servers, from start to stop and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeIT {
  private final List<String> progress = new CopyOnWriteArrayList<>();

  @TempDir private static Path data;
  private @Nullable Node running;

  @BeforeAll
  void startFirst() throws InterruptedException {
    running = start();
  }

  @AfterAll
  void stop() {
    node().close();
  }

  private Node node() {
    Node now = running;
    if (now == null) {
      throw new IllegalStateException("no node");
    }
    return now;
  }

  private Node start() throws InterruptedException {
    NodeSettings settings =
        new NodeSettings(
            data,
            "127.0.0.1",
            0,
            List.of(),
            new DevelopmentAuthenticator(InstantSource.system()),
            3);
    return Node.start(settings, progress::add);
  }

  @Test
  @DisplayName("what was written is read back, before and after a restart on the same directory")
  void restart() throws Exception {
    // given
    String position;
    try (School school = School.at(node().url().toString())) {
      position = school.post("r1", 24);
      assertThat(school.capacity("r1", position)).isEqualTo(24);
    }
    // when
    node().close();
    boolean described = RunFile.in(data).isPresent();
    boolean postgresRuns = PostgresServer.pidOn(data.resolve("postgres")).isPresent();
    running = start();
    // then
    assertThat(described).as("run.json after a clean stop").isFalse();
    assertThat(postgresRuns).as("PostgreSQL after a clean stop").isFalse();
    try (School school = School.at(node().url().toString())) {
      assertThat(school.capacity("r1", position)).isEqualTo(24);
      String later = school.post("r1", 25);
      assertThat(school.capacity("r1", later)).isEqualTo(25);
    }
    assertThat(capacities()).isEqualTo(25);
  }

  private int capacities() throws SQLException {
    DatabaseAccess at = node().database();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT sum(capacity) FROM school.classrooms")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  @DisplayName("a second node on the directory is refused and does the first no harm")
  void second() throws Exception {
    // when
    assertThatThrownBy(this::start)
        // then
        .isInstanceOf(DirectoryInUseException.class)
        .hasMessageContaining(data.toString());
    assertThat(RunFile.in(data)).isPresent();
    try (School school = School.at(node().url().toString())) {
      assertThat(school.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("only what tells of the process itself is open, and a stream that asks for a ticket")
  void open() {
    // when
    List<String> open =
        node().routes().stream()
            .filter(route -> route.access() instanceof Access.Open)
            .map(route -> route.method() + " " + route.template())
            .toList();
    // then
    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics",
            "GET /openapi.yaml",
            "GET /ofrep/v1/stream");
    assertThat(node().routes())
        .extracting(Route::template)
        .contains("/v1/{m}/events", "/v1/{m}/records/{domain}/{id}", "/v1/{m}/progress");
  }

  @Test
  @DisplayName("run.json says where everything is, and it is true")
  void described() throws IOException {
    // when
    RunFile run = RunFile.in(data).orElseThrow();
    // then
    assertThat(run).isEqualTo(node().run());
    assertThat(run.url()).isEqualTo(node().url().toString());
    assertThat(run.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(run.pids()).containsEntry("postgres", node().postgresPid());
    assertThat(Path.of(run.database().passwordFile())).hasContent(node().database().password());
    assertThat(run.migrations()).containsOnlyKeys("school");
    assertThat(run.migrations().values()).extracting(RunFile.Served::partitions).containsExactly(3);
    assertThat(progress).contains("Kafka runs", "PostgreSQL runs");
  }

  @Test
  @DisplayName("page, metrics and the description of both services answer on the one port")
  void operations() throws Exception {
    try (School school = School.at(node().url().toString())) {
      // when
      String page = school.get("/").body();
      String metrics = school.get("/metrics").body();
      String description = school.get("/openapi.yaml").body();
      // then
      assertThat(page).contains("school", "/openapi.yaml");
      assertThat(metrics).contains("crossfade_ingest_in_flight_requests", "crossfade_sync_batch");
      assertThat(description).contains("openapi: 3.1.0", "all services on one port");
    }
  }
}
