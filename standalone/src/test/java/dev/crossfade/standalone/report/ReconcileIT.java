package dev.crossfade.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.School;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Comparisons with everything real: broker, database, services. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcileIT {
  private static final String ROWS = "{\"level\":\"rows\"}";

  @TempDir private static Path data;
  private Node node;
  private School school;
  private Operator operator;

  @BeforeAll
  void start() throws InterruptedException {
    node =
        Node.start(
            new NodeSettings(
                data,
                "127.0.0.1",
                0,
                List.of(),
                new DevelopmentAuthenticator(InstantSource.system()),
                3),
            text -> {});
    school = School.at(node.url().toString());
    operator = Operator.of(node.url());
  }

  @AfterAll
  void stop() {
    operator.close();
    school.close();
    node.close();
  }

  private void written(String room, int capacity) throws Exception {
    String position = school.post(room, capacity);
    // A read waits for five seconds at most, which on a busy machine need not be enough.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> school.capacity(room, position) == capacity);
  }

  private void sql(String statement) throws SQLException {
    DatabaseAccess at = node.database();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private String one(String query) throws SQLException {
    DatabaseAccess at = node.database();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private String changed(int capacity) throws SQLException {
    return one("SELECT updated_at FROM school.classrooms WHERE capacity = " + capacity);
  }

  private boolean named(String name) throws SQLException {
    return !one("SELECT name FROM school.classrooms WHERE name = '" + name + "'").isEmpty();
  }

  @Test
  @DisplayName("I15 no false alarm: a run during writes is clean")
  void duringWrites() throws Exception {
    // given
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .name("writer")
            .start(
                () -> {
                  for (int i = 0; !stop.get(); i++) {
                    try {
                      school.post("busy-" + i % 7, i);
                    } catch (Exception e) {
                      return;
                    }
                  }
                });
    // when
    JsonNode report = operator.reconcile(ROWS);
    stop.set(true);
    writer.join();
    // then
    assertThat(report.path("state").asString("")).as(report.toString()).isEqualTo("clean");
    assertThat(report.path("issues")).isEmpty();
    assertThat(report.at("/progress/done").intValue()).isEqualTo(4);
  }

  @Test
  @DisplayName("a row changed by hand is named to the field, and is the same again once repaired")
  void tampered() throws Exception {
    // given
    written("tampered", 24);
    String since = changed(24);
    sql("UPDATE school.classrooms SET name = 'Eve' WHERE capacity = 24");
    // when
    JsonNode report = operator.reconcile(ROWS);
    // then
    assertThat(report.path("state").asString("")).as(report.toString()).isEqualTo("drift");
    assertThat(report.path("issues")).hasSize(1);
    JsonNode issue = report.at("/issues/0");
    assertThat(issue.path("type").asString("")).isEqualTo("data_mismatch");
    assertThat(issue.path("tenant").asString("")).isEqualTo("hill-school");
    assertThat(issue.path("domain").asString("")).isEqualTo("classrooms");
    assertThat(issue.path("recordId").asString("")).isEqualTo("tampered");
    assertThat(issue.at("/differences/0/field").asString("")).isEqualTo("/name");
    assertThat(issue.at("/differences/0/expected").asString("")).isEqualTo("Room");
    assertThat(issue.at("/differences/0/actual").asString("")).isEqualTo("Eve");
    String path = "/reconciliations/" + report.path("id").asString("");
    assertThat(operator.get(path, "text/html").body()).contains("Drift").contains("Eve");
    assertThat(operator.get(path, "text/csv").body()).contains("/name,\"\"\"Room\"\"\"");
    assertThat(operator.get(path + "/events", "text/event-stream").body())
        .contains("event: finished");

    // when
    var repair = operator.post(path + "/repair", "{\"issues\":\"all\",\"reason\":\"by hand\"}");
    // then
    assertThat(Operator.read(repair).path("done").intValue()).isEqualTo(1);
    await().atMost(Duration.ofMinutes(1)).until(() -> !named("Eve"));
    // Written again, it is as old as it was.
    assertThat(changed(24)).isEqualTo(since);
    JsonNode next = operator.reconcile(ROWS);
    assertThat(next.path("state").asString("")).as(next.toString()).isEqualTo("clean");
    JsonNode after = operator.get(path + "/issues").at("/issues/0");
    assertThat(after.path("state").asString("")).isEqualTo("repaired");
    assertThat(after.path("reason").asString("")).isEqualTo("by hand");
    JsonNode change = operator.get(path + "/compare?with=" + next.path("id").asString(""));
    assertThat(change.path("gone")).hasSize(1);
    assertThat(change.path("new")).isEmpty();
  }

  @Test
  @DisplayName("what is accepted is no drift, until it differs otherwise")
  void accepted() throws Exception {
    // given
    written("accepted", 77);
    sql("UPDATE school.classrooms SET name = 'Mallory' WHERE capacity = 77");
    JsonNode report = operator.reconcile(ROWS);
    String path = "/reconciliations/" + report.path("id").asString("");
    // when
    var accept = operator.post(path + "/accept", "{\"issues\":\"all\",\"reason\":\"agreed\"}");
    // then
    assertThat(Operator.read(accept).path("done").intValue()).isEqualTo(1);
    JsonNode next = operator.reconcile(ROWS);
    assertThat(next.path("state").asString("")).as(next.toString()).isEqualTo("clean");
    assertThat(next.at("/issues/0/state").asString("")).isEqualTo("accepted");
    sql("UPDATE school.classrooms SET name = 'Trudy' WHERE capacity = 77");
    JsonNode otherwise = operator.reconcile(ROWS);
    assertThat(otherwise.path("state").asString("")).isEqualTo("drift");
    written("accepted", 78);
    assertThat(operator.reconcile(ROWS).path("state").asString("")).isEqualTo("clean");
  }

  @Test
  @DisplayName("a cancelled run is indeterminate, and a request that makes no sense is refused")
  void cancelledAndRefused() {
    // given
    JsonNode asked = Operator.read(operator.post("/reconciliations", ROWS));
    String path = "/reconciliations/" + asked.path("id").asString("");
    // when
    operator.post(path + "/cancel", "");
    // then
    assertThat(operator.over(asked.path("id").asString("")).path("state").asString(""))
        .isIn("indeterminate", "clean");
    assertThat(operator.post("/reconciliations", "{\"level\":\"deep\"}").statusCode())
        .isEqualTo(400);
    assertThat(operator.post("/reconciliations", "{\"tenant\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(operator.get("/reconciliations/none", "application/json").statusCode())
        .isEqualTo(404);
    assertThat(operator.post(path + "/accept", "{\"issues\":\"all\"}").statusCode()).isEqualTo(400);
  }
}
