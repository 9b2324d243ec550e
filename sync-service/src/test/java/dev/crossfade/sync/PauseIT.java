package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** PostgreSQL away: told and lived with, announced or not. */
@ExtendWith(RealServers.class)
class PauseIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client = HttpClient.newHttpClient();

  private static String room(String id) {
    return "{\"id\":\"" + id + "\",\"name\":\"n\"}";
  }

  private static School school(TestKafka kafka, TestDatabase database) {
    String unique = kafka.namespace() + Long.toString(System.nanoTime(), 36);
    return School.open(new TestKafka(kafka.bootstrap(), unique), database);
  }

  private static SyncServer serve(School school, String instance) {
    return SyncServer.start(
        school.settings(instance),
        List.of(school.name),
        new ServiceProcess.Front(
            new DevelopmentAuthenticator(InstantSource.system()), "127.0.0.1", 0));
  }

  private static void settle(School school, Position position) {
    await().atMost(PATIENCE).until(() -> school.applied(position));
  }

  private HttpResponse<String> send(SyncServer to, String method, String path, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
            .header("X-Crossfade-Tenant", "t")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode check(SyncServer of, String name) throws Exception {
    JsonNode body = Json.MAPPER.readTree(send(of, "GET", "/health/ready", "").body());
    for (JsonNode check : body.get("checks")) {
      if (check.get("name").stringValue().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name);
  }

  @Test
  @DisplayName("paused, nothing is applied, by no instance, after a restart too; then it goes on")
  void paused(TestKafka kafka, @TempDir Path folder) throws Exception {
    // given
    PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0);
    TestDatabase database =
        new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
    int port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    try (School school = school(kafka, database)) {
      SyncServer first = serve(school, "first");
      SyncServer second = serve(school, "second");
      try {
        String sync = "/v1/" + school.name + "/sync";
        var b = school.source("t", "b");
        settle(school, b.put("classrooms", "a", room("a")));
        // when
        var nonsense = send(first, "PUT", sync, "{\"paused\":true}");
        var done = send(first, "PUT", sync, "{\"paused\":true,\"reason\":\"a larger disk\"}");
        await()
            .atMost(PATIENCE)
            .until(() -> send(second, "GET", sync, "").body().contains("a larger disk"));
        // Workers look every 200 ms; who has applied it by then had it in hand.
        await()
            .atMost(PATIENCE)
            .until(() -> check(second, "sync").get("detail").stringValue().startsWith("paused"));
        second.close();
        SyncServer third = serve(school, "third");
        try {
          await()
              .atMost(PATIENCE)
              .until(() -> check(third, "sync").get("detail").stringValue().startsWith("paused"));
          postgres.close();
          Position last = b.put("classrooms", "b", room("b"));
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      check(first, "database")
                          .get("detail")
                          .stringValue()
                          .contains("does not answer"));
          var away = send(first, "GET", "/health/ready", "");
          postgres = PostgresServer.start(folder.resolve("pg"), port);
          // then: whoever applied it would have done so long before this instance is asked
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      check(third, "database")
                          .get("detail")
                          .stringValue()
                          .equals("PostgreSQL answers"));
          assertThat(nonsense.statusCode()).isEqualTo(400);
          assertThat(done.statusCode()).describedAs(done.body()).isEqualTo(200);
          assertThat(away.statusCode()).isEqualTo(200);
          await().during(Duration.ofSeconds(2)).until(() -> !school.applied(last));
          // when
          var resumed = send(third, "PUT", sync, "{\"paused\":false,\"reason\":\"\"}");
          // then
          assertThat(resumed.body()).contains("\"paused\":false");
          settle(school, last);
        } finally {
          third.close();
        }
      } finally {
        first.close();
      }
    } finally {
      postgres.close();
    }
  }

  @Test
  @DisplayName(
      "I14: PostgreSQL away opens the circuit, ready says since when, and it heals by itself")
  void circuit(TestKafka kafka, @TempDir Path folder) throws Exception {
    // given
    PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0);
    TestDatabase database =
        new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
    int port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
    try (School school = school(kafka, database);
        SyncServer server = serve(school, "one")) {
      Position[] last = new Position[School.PARTITIONS];
      for (int t = 0; t < 12; t++) {
        Position at = school.source("t" + t, "b").put("classrooms", "a", room("a"));
        last[at.partition()] = at;
      }
      for (Position position : last) {
        settle(school, position);
      }
      // when
      postgres.close();
      for (int t = 0; t < 12; t++) {
        Position at = school.source("t" + t, "c").put("classrooms", "b", room("b"));
        last[at.partition()] = at;
      }
      // then
      await()
          .atMost(PATIENCE)
          .until(() -> check(server, "database").at("/data/circuit").asString("").equals("open"));
      JsonNode open = check(server, "database");
      assertThat(open.get("status").stringValue()).isEqualTo("down");
      assertThat(open.at("/data/since").isString()).isTrue();
      assertThat(send(server, "GET", "/metrics", "").body())
          .containsPattern("crossfade_circuit_state\\{name=\"database\"} [12]\\.0")
          .contains("crossfade_circuit_failures_total{name=\"database\"}");
      // when
      postgres = PostgresServer.start(folder.resolve("pg"), port);
      // then
      for (Position position : last) {
        settle(school, position);
      }
      await()
          .atMost(PATIENCE)
          .until(() -> send(server, "GET", "/health/ready", "").statusCode() == 200);
      assertThat(check(server, "database").at("/data/circuit").stringValue()).isEqualTo("closed");
    } finally {
      postgres.close();
    }
  }
}
