package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Many who read and wait, while others write. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadLoadIT {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private School school;
  private SyncService sync;
  private HttpServer server;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    sync = school.startSync("one");
    server =
        HttpServer.builder()
            .authenticator(new DevelopmentAuthenticator(InstantSource.system()))
            .routes(sync.routes())
            .build();
    server.start();
  }

  @AfterAll
  void stop() {
    client.close();
    server.stop();
    sync.close();
    school.close();
  }

  private CompletableFuture<HttpResponse<byte[]>> get(
      String tenant, String path, String... headers) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/" + school.name + "/" + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("X-Crossfade-Tenant", tenant);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
  }

  private static String room(String id, int i) {
    return "{\"id\":\"" + id + "\",\"name\":\"" + i + "\"}";
  }

  private void settle(Position position) {
    await().atMost(Duration.ofSeconds(30)).until(() -> school.applied(position));
  }

  @Test
  @DisplayName("400 readers who wait for what never comes hold up neither writes nor health")
  void waiters() throws Exception {
    // given
    var b = school.source("flood", "b");
    settle(b.put("classrooms", "a", room("a", 0)));
    int partition = Partitioner.partition("flood", School.PARTITIONS);
    Health health = new Health();
    sync.addChecks(health);
    long queries = statements();
    // when
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      waiting.add(
          get("flood", "records/classrooms/a", "Crossfade-Wait-For", partition + ":" + (1L << 50)));
    }
    Position last = b.put("classrooms", "a", room("a", 1));
    for (int i = 2; i < 50; i++) {
      last = b.put("classrooms", "a", room("a", i));
    }
    settle(last);
    boolean before = waiting.stream().noneMatch(CompletableFuture::isDone);
    var ready = health.readiness();
    // then
    assertThat(before).as("all was written while they waited").isTrue();
    assertThat(ready.get("database")).isInstanceOf(HealthCheck.Result.Up.class);
    assertThat(waiting).extracting(w -> w.get().statusCode()).containsOnly(503);
    assertThat(statements() - queries).as("looks shared by all").isLessThan(4_000);
  }

  /** Transactions that the server has ended in this database: a look is one. */
  private long statements() throws Exception {
    school.sql("select pg_stat_force_next_flush()");
    return Long.parseLong(
        String.valueOf(
            school.value(
                "select xact_commit from pg_stat_database where datname = current_database()")));
  }

  @Test
  @DisplayName("I6, I11: while one writes, position and rows of each page are of one snapshot")
  void oneSnapshot() throws Exception {
    // given: the name of each is the offset that its page must be beyond
    var b = school.source("snap", "b");
    Position first = b.put("classrooms", "r0", room("r0", 0));
    settle(first);
    long base = first.offset();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 1; i <= 300; i++) {
                    b.put("classrooms", "r" + i % 5, room("r" + i % 5, i));
                  }
                });
    // when
    int pages = 0;
    while (writer.isAlive() || pages < 20) {
      JsonNode page = Json.parse(get("snap", "records/classrooms").get().body());
      long position = offset(page.get("position"));
      pages++;
      // then
      long newest = 0;
      for (JsonNode record : page.get("records")) {
        long shown = Long.parseLong(record.get("data").get("name").stringValue());
        assertThat(offset(record.get("position"))).isEqualTo(base + shown);
        newest = Math.max(newest, base + shown);
      }
      assertThat(newest).as("the last event of the page's position shows").isEqualTo(position);
    }
  }

  private static long offset(JsonNode position) {
    String text = position.stringValue();
    return Long.parseLong(text.substring(text.indexOf(':') + 1));
  }

  @Test
  @DisplayName("odd ids, odd pages, odd filters")
  void odd() throws Exception {
    // given
    var b = school.source("odd", "b");
    Position last = b.put("classrooms", "a", "{\"id\":\"a\",\"name\":\"x\",\"floor\":-0}");
    for (String id : List.of("a/b", "a%2Fb", "..", "a b", "?", "#", "%", "a;b=c", "é", "\\")) {
      last = b.put("classrooms", id, room(id.replace("\\", "\\\\"), 1));
    }
    b.put(
        "teachers", "t", "{\"id\":\"t\",\"name\":\"n\",\"email\":\"a@b.c\",\"hourlyRate\":12.50}");
    settle(last);
    String wait = last.toString();
    // when // then
    for (String id :
        List.of(
            "a%2Fb",
            "a%252Fb", "%2E%2E", "a%20b", "%3F", "%23", "%25", "a%3Bb%3Dc", "%C3%A9", "%5C")) {
      var one = get("odd", "records/classrooms/" + id, "Crossfade-Wait-For", wait).get();
      assertThat(one.statusCode()).as(id).isEqualTo(200);
    }
    var behind = get("odd", "records/classrooms?after=%F0%9F%98%80").get();
    assertThat(Json.parse(behind.body()).get("records")).isEmpty();
    for (String filter : List.of("floor=0", "floor=-0", "floor=0.0", "floor=0e9")) {
      var found = get("odd", "records/classrooms?where." + filter).get();
      assertThat(found.statusCode()).as(filter).isIn(200, 400);
    }
    for (String filter :
        List.of(
            "equipment=[]",
            "equipment=%7B%7D",
            "equipment=null",
            "floor=1e400",
            "floor=99999999999999999999",
            "name='%20or%201=1",
            "name=",
            "__proto__=1",
            "name.x=1",
            "=1")) {
      var found = get("odd", "records/classrooms?where." + filter).get();
      assertThat(found.statusCode()).as(filter).isIn(200, 400);
    }
  }
}
