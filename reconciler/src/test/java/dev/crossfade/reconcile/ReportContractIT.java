package dev.crossfade.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.reconcile.run.RunLimits;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import dev.crossfade.testsupport.contract.ApiContract;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service, as a process of its own, answers as openapi.yaml says. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportContractIT {
  private static final String ALL = "/v1/{m}/reconciliations";

  @TempDir private static Path state;
  private final ApiContract contract =
      ApiContract.of(ReconcilerService.class, "/openapi/reconciler.yaml", ProblemPages.read());
  private final HttpClient client = HttpClient.newHttpClient();
  private final DevelopmentAuthenticator identity =
      new DevelopmentAuthenticator(InstantSource.system());
  private String migration;
  private ReconcilerServer server;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    migration = kafka.namespace();
    Map<String, String> kafkaClient = Map.of("bootstrap.servers", kafka.bootstrap());
    try (Migration made =
        Migration.open(migration, kafkaClient, "/services/test", InstantSource.system())) {
      MigrationSetup setup = new MigrationSetup(kafkaClient, 1);
      setup.createTopics(made.topics());
      setup.publish(made, Blueprint.load(Path.of("../blueprints/school")));
    }
    server =
        ReconcilerServer.start(
            new ReconcilerSettings(
                kafkaClient,
                new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()),
                ReconcilerSettings.CONNECTIONS,
                "test",
                state,
                RunLimits.DEFAULTS),
            List.of(migration),
            new ServiceProcess.Front(identity, "127.0.0.1", 0));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> send("GET", "/v1/M/reconciliations", "").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  private HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + server.port()
                        + path.replace("/M/", "/" + migration + "/")))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  @DisplayName("every route about reconciliations is documented, and the other way round")
  void sameOperations() {
    // given // when
    var operations =
        server.operations().stream().filter(one -> one.contains("/reconciliations")).toList();
    var documented =
        contract.operations().stream().filter(one -> one.contains("/reconciliations")).toList();
    // then
    assertThat(documented).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  @DisplayName("a run from its start to its end is answered as documented")
  void aRun() throws Exception {
    // given // when
    var asked = send("POST", "/v1/M/reconciliations", "{\"level\":\"digest\"}");
    // then
    contract.check("POST", ALL, asked);
    String path = asked.headers().firstValue("Location").orElseThrow();
    contract.check("GET", ALL + "/{id}", send("GET", path, ""));
    contract.check("GET", ALL + "/{id}", send("GET", path, "", "Accept", "text/html"));
    contract.check("GET", ALL + "/{id}", send("GET", path, "", "Accept", "text/csv"));
    contract.check("GET", ALL + "/{id}/issues", send("GET", path + "/issues?limit=1", ""));
    contract.check("POST", ALL + "/{id}/cancel", send("POST", path + "/cancel", ""));
    String id = path.substring(path.lastIndexOf('/') + 1);
    contract.check("GET", ALL + "/{id}/compare", send("GET", path + "/compare?with=" + id, ""));
    contract.check("GET", ALL + "/{id}/events", send("GET", path + "/events", ""));
    String all = "{\"issues\":\"all\",\"reason\":\"r\"}";
    contract.check("POST", ALL + "/{id}/accept", send("POST", path + "/accept", all));
    contract.check("POST", ALL + "/{id}/repair", send("POST", path + "/repair", all));
    contract.check("GET", ALL, send("GET", "/v1/M/reconciliations?limit=1", ""));
    var page = send("GET", path, "", "Accept", "text/html");
    contract.check(
        "POST",
        ALL,
        send(
            "POST",
            "/v1/M/reconciliations",
            "{\"level\":\"snapshot\",\"sources\":[\"browser-a\"]}"));
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
  }

  @ParameterizedTest(name = "{0} {1} {3}")
  @DisplayName("what is refused is refused as documented")
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | POST | ''         | {\"level\":\"deep\"}",
        "400 | POST | ''         | {\"level\":\"digest\",\"sources\":[\"a\"]}",
        "400 | POST | ''         | {\"tenants\":[]}",
        "400 | POST | ''         | {\"tenant\":\"t\"}",
        "400 | POST | ''         | [",
        "400 | GET  | ?limit=0   | ''",
        "400 | GET  | ?after=x   | ''",
        "400 | GET  | ?level=all | ''",
      })
  void refused(int status, String method, String query, String body) throws Exception {
    // given // when
    var answer = send(method, "/v1/M/reconciliations" + query, body);
    // then
    assertThat(answer.statusCode()).isEqualTo(status);
    contract.check(method, ALL, answer);
  }

  @Test
  @DisplayName("schedules: set, shown, taken away")
  void schedules() throws Exception {
    // given
    String path = "/v1/M/reconciliations/schedules/nightly";
    // when
    var put = send("PUT", path, "{\"level\":\"digest\",\"everySeconds\":86400}");
    var often = send("PUT", path, "{\"level\":\"digest\",\"everySeconds\":1}");
    var got = send("GET", path, "");
    var list = send("GET", "/v1/M/reconciliations/schedules", "");
    var gone = send("DELETE", path, "");
    var absent = send("GET", path, "");
    // then
    assertThat(List.of(put, often, got, list, gone, absent))
        .extracting(HttpResponse::statusCode)
        .containsExactly(200, 400, 200, 200, 204, 404);
    contract.check("PUT", ALL + "/schedules/{name}", put);
    contract.check("PUT", ALL + "/schedules/{name}", often);
    contract.check("GET", ALL + "/schedules/{name}", got);
    contract.check("GET", ALL + "/schedules", list);
    contract.check("DELETE", ALL + "/schedules/{name}", gone);
    contract.check("GET", ALL + "/schedules/{name}", absent);
  }

  @Test
  @DisplayName("I13: an operator of one tenant asks for, sees and changes nothing of others'")
  void reach() throws Exception {
    // given
    String one = "X-Crossfade-Tenant";
    String path =
        send("POST", "/v1/M/reconciliations", "{\"level\":\"digest\"}")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    // when
    var foreign = send("GET", path, "", one, "t");
    var cancel = send("POST", path + "/cancel", "", one, "t");
    var other = send("POST", "/v1/M/reconciliations", "{\"tenants\":[\"u\"]}", one, "t");
    var own = send("POST", "/v1/M/reconciliations", "{\"level\":\"digest\"}", one, "t");
    var list = send("GET", "/v1/M/reconciliations", "", one, "t");
    // then
    assertThat(List.of(foreign, cancel, other, own))
        .extracting(HttpResponse::statusCode)
        .containsExactly(404, 404, 403, 202);
    assertThat(Json.MAPPER.readTree(own.body()).at("/scope/tenants/0").asString("")).isEqualTo("t");
    assertThat(Json.MAPPER.readTree(list.body()).path("reconciliations"))
        .allSatisfy(run -> assertThat(run.at("/scope/tenants/0").asString("")).isEqualTo("t"));
  }
}
