package dev.crossfade.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Which tenants come to be verified, and which move, with everything real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifiedIT {
  private static final String ROWS = "{\"level\":\"rows\"}";
  private static final String SNAPSHOTS = "{\"level\":\"snapshot\"}";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path data;
  private Node node;
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
    operator = Operator.of(node.url());
  }

  @AfterAll
  void stop() {
    operator.close();
    node.close();
  }

  private void snapshot(String tenant, String source, long sequence, String rooms) {
    String body =
        "{\"source\":\"%s\",\"sequence\":%d,\"entries\":{\"classrooms\":\"%s\"}}"
            .formatted(source, sequence, rooms.replace("\"", "\\\""));
    JsonNode answer = operator.device(tenant, "/snapshots", "application/json", body);
    String position = answer.path("position").asString("");
    // All of it lies before the end marker.
    explained(tenant, told -> position.equals(told.at("/proof/sources").path(source).asString("")));
  }

  private void event(String tenant, String source, int sequence, String room) {
    operator.device(
        tenant,
        "/events",
        "application/cloudevents+json",
        """
        {"specversion":"1.0","id":"%1$s-%2$d-%3$s","type":"dev.crossfade.record.updated",
         "source":"/sources/%1$s","subject":"classrooms/%3$s"%4$s,
         "data":{"id":"%3$s","name":"Room %3$s"}}
        """
            .formatted(
                source,
                sequence,
                room,
                sequence == 0 ? "" : ",\"sequence\":\"%020d\"".formatted(sequence)));
  }

  private JsonNode explain(String tenant) {
    return operator.get("/cutover/tenants/" + tenant);
  }

  private JsonNode explained(String tenant, Predicate<JsonNode> holds) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> explain(tenant), holds);
  }

  private static List<String> reasons(JsonNode told) {
    List<String> reasons = new ArrayList<>();
    told.at("/proof/reasons").forEach(reason -> reasons.add(reason.asString("")));
    return reasons;
  }

  private JsonNode reasoned(String tenant, String... reasons) {
    return explained(tenant, told -> reasons(told).equals(List.of(reasons)));
  }

  private void sql(String statement) throws SQLException {
    DatabaseAccess at = node.database();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private static void assertState(JsonNode run, String state) {
    assertThat(run.path("state").asString("")).as(run.toString()).isEqualTo(state);
  }

  @Test
  @Order(1)
  @DisplayName("I10 only who is verified moves, and each other one is told why it does not")
  void verified() {
    // given
    snapshot(
        "proven", "browser-a", 0, "[{\"id\":\"a\",\"name\":\"A\"},{\"id\":\"b\",\"name\":\"B\"}]");
    event("old", "desk", 0, "r1");
    snapshot("two", "browser-a", 0, "[{\"id\":\"a\",\"name\":\"A\"}]");
    event("two", "browser-b", 1, "r1");
    snapshot("holed", "browser-a", 0, "[{\"id\":\"a\",\"name\":\"A\"}]");
    event("holed", "browser-a", 1, "r1");
    event("holed", "browser-a", 3, "r3");
    reasoned("proven", "rows-not-compared", "snapshot-not-compared:browser-a");
    reasoned("holed", "rows-not-compared", "snapshot-not-compared:browser-a", "hole:browser-a");
    reasoned("old", "snapshot-missing:desk", "rows-not-compared");
    reasoned(
        "two",
        "snapshot-missing:browser-b",
        "rows-not-compared",
        "snapshot-not-compared:browser-a");
    // when
    assertState(operator.reconcile(ROWS), "clean");
    reasoned("proven", "snapshot-not-compared:browser-a");
    JsonNode run = operator.reconcile(SNAPSHOTS);
    // then
    assertState(run, "clean");
    assertThat(run.at("/domains/classrooms/source").longValue()).isEqualTo(4);
    assertThat(run.at("/domains/classrooms/valid").longValue()).isEqualTo(4);
    JsonNode proven = explained("proven", told -> reasons(told).isEmpty());
    assertThat(proven.at("/proof/state").asString("")).isEqualTo("verified");
    // when
    String tag =
        operator.get("/cutover", "application/json").headers().firstValue("ETag").orElse("");
    String all = "{\"basisPoints\":10000,\"reason\":\"all of them\"";
    assertThat(operator.put("/cutover", tag, all + "}").statusCode()).isEqualTo(409);
    Operator.read(operator.put("/cutover", tag, all + ",\"force\":true}"));
    // then
    assertThat(explain("proven").path("reads").asString("")).isEqualTo("target");
    stays("old", "source desk has sent no complete snapshot", "snapshot-missing:desk");
    stays("two", "source browser-b has sent no complete snapshot", "snapshot-missing:browser-b");
    stays("holed", "events of source browser-a are missing", "hole:browser-a");
  }

  private void stays(String tenant, String detail, String... reasons) {
    JsonNode told = reasoned(tenant, reasons);
    assertThat(told.path("inCohort").booleanValue()).isTrue();
    assertThat(told.path("reads").asString("")).isEqualTo("legacy");
    assertThat(told.path("reason").asString("")).isEqualTo("not-verified");
    assertThat(told.path("detail").asString("")).contains(detail);
  }

  @Test
  @Order(2)
  @DisplayName("a row that is not as the source holds it is named, told in each form, and repaired")
  void repaired() throws Exception {
    // given
    snapshot("mended", "browser-a", 0, "[{\"id\":\"m\",\"name\":\"Meant\"}]");
    sql("UPDATE school.classrooms SET name = 'Eve' WHERE name = 'Meant'");
    String only = "{\"level\":\"snapshot\",\"tenants\":[\"mended\"],\"sources\":[\"browser-a\"]}";
    // when
    JsonNode run = operator.reconcile(only);
    // then
    assertState(run, "drift");
    JsonNode issue = run.at("/issues/0");
    assertThat(run.path("issues")).hasSize(1);
    assertThat(issue.path("type").asString("")).isEqualTo("data_mismatch");
    assertThat(issue.path("source").asString("")).isEqualTo("browser-a");
    assertThat(issue.at("/differences/0/field").asString("")).isEqualTo("/name");
    assertThat(issue.at("/differences/0/expected").asString("")).isEqualTo("Meant");
    assertThat(issue.at("/differences/0/actual").asString("")).isEqualTo("Eve");
    String path = "/reconciliations/" + run.path("id").asString("");
    assertThat(operator.get(path, "text/html").body())
        .contains("by the snapshot of browser-a")
        .contains("source browser-a");
    assertThat(operator.get(path, "text/csv").body()).contains(",browser-a,");
    explained("mended", told -> told.at("/proof/state").asString("").equals("drift"));
    // when
    var repair = operator.post(path + "/repair", "{\"issues\":\"all\",\"reason\":\"by hand\"}");
    // then
    assertThat(Operator.read(repair).path("done").intValue()).isEqualTo(1);
    await().atMost(PATIENCE).untilAsserted(() -> assertState(operator.reconcile(only), "clean"));
    assertThat(operator.get(path + "/issues").at("/issues/0/state").asString(""))
        .isEqualTo("repaired");
    assertState(operator.reconcile("{\"level\":\"rows\",\"tenants\":[\"mended\"]}"), "clean");
    explained("mended", told -> told.at("/proof/state").asString("").equals("verified"));
  }

  @Test
  @Order(3)
  @DisplayName("what a source does not hold any more is deleted by name only")
  void extra() {
    // given
    event("shrunk", "browser-a", 1, "left");
    snapshot("shrunk", "browser-a", 1, "[{\"id\":\"kept\",\"name\":\"Kept\"}]");
    String only = "{\"level\":\"snapshot\",\"tenants\":[\"shrunk\"]}";
    JsonNode run = operator.reconcile(only);
    assertState(run, "drift");
    JsonNode issue = run.at("/issues/0");
    assertThat(issue.path("type").asString("")).isEqualTo("extra_record");
    String path = "/reconciliations/" + run.path("id").asString("") + "/repair";
    // when
    JsonNode all = Operator.read(operator.post(path, "{\"issues\":\"all\",\"reason\":\"why\"}"));
    // then
    assertThat(all.path("done").intValue()).isZero();
    assertThat(all.path("left").intValue()).isEqualTo(1);
    // when
    JsonNode one =
        Operator.read(
            operator.post(
                path,
                "{\"issues\":[\"%s\"],\"reason\":\"gone\"}"
                    .formatted(issue.path("id").asString(""))));
    // then
    assertThat(one.path("done").intValue()).isEqualTo(1);
    await().atMost(PATIENCE).untilAsserted(() -> assertState(operator.reconcile(only), "clean"));
  }

  @Test
  @Order(4)
  @DisplayName("I15 a store that is empty all at once is no drift, and proves nothing")
  void emptied() {
    // given
    event("emptied", "browser-a", 1, "left");
    snapshot("emptied", "browser-a", 1, "[]");
    // when
    JsonNode run = operator.reconcile("{\"level\":\"snapshot\",\"tenants\":[\"emptied\"]}");
    // then
    assertState(run, "indeterminate");
    assertThat(run.at("/domains/classrooms/indeterminate").asInt(0)).isEqualTo(1);
    assertThat(run.path("issues")).isEmpty();
  }
}
