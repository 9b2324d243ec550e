package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Records under every rule of identity, from the log to the read API. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityIT {
  private static final String UUID = "11111111-2222-4333-8444-ABCDEFABCDEF";

  private final HttpClient client = HttpClient.newHttpClient();
  private School lab;
  private SyncService sync;
  private HttpServer server;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    lab = School.open(kafka, database, School.LAB);
    sync = lab.startSync("one");
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
    lab.close();
  }

  private HttpResponse<String> get(String tenant, @Nullable Position after, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/" + lab.name + "/" + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("X-Crossfade-Tenant", tenant);
    if (after != null) {
      request.header("Crossfade-Wait-For", after.toString());
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String keyId(String tenant, String source, String domain, String id) {
    return lab.blueprint
        .domain(domain)
        .orElseThrow()
        .recordKey(new SourceKey(tenant, source), id)
        .id();
  }

  @ParameterizedTest
  @DisplayName("I11 read your writes: each document comes back from its rows, whatever its id rule")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rooms    | 5                        | {"number":5,"name":"five"}
          rooms    | 12345678901234567890     | {"number":12345678901234567890}
          devices  | toaster                  | {"room":5,"label":"x"}
          tasks    | 1 | {"id":"1","tags":["b",null,"a"],"steps":[{"label":"x","state":{"done":true}},{},{"extra":[1]}]}
          counters | 7                        | {"nr":7,"amount":2}
          bookings | ["5","2026-01-02","a/é","11111111-2222-4333-8444-abcdefabcdef"] | {"room":5,"at":{"day":"2026-01-02","slot":"a/é"},"guest":"11111111-2222-4333-8444-abcdefabcdef"}
          visits   | ["1","7"]                | {"task":"1","number":7,"detail":{"marks":[3,1,2]}}
          settings | singleton                | {"theme":"dark"}
          preferences | singleton             | {"volume":3}
          """)
  void comesBack(String domain, String id, String document) throws Exception {
    // given
    String tenant = "back-" + Integer.toHexString((domain + id).hashCode());
    var source = lab.source(tenant, "b");
    // what it refers to, so that the names come back
    source.put("rooms", "5", "{\"number\":5}");
    source.put("tasks", "1", "{\"id\":\"1\",\"tags\":[]}");

    // when
    Position position = source.put(domain, id, document);
    var response = get(tenant, position, "records/" + domain + "/" + encoded(id) + "?source=b");

    // then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(CanonicalJson.equal(json(response.body()), json(document))).isTrue();
    String key = keyId(tenant, "b", domain, id);
    assertThat(get(tenant, null, "records/" + domain + "/" + encoded(key)).body())
        .isEqualTo(response.body());
    assertThat(
            lab.value(
                "select document is null from crossfade.record_state where tenant = '%s' and id = '%s'"
                    .formatted(tenant, key.replace("'", "''"))))
        .isEqualTo("t");
  }

  @Test
  @DisplayName("I4, I13: two devices with task 1 have two records that do not see each other")
  void twoDevices() throws Exception {
    // given
    var laptop = lab.source("two", "laptop");
    var phone = lab.source("two", "phone");
    laptop.put("tasks", "1", "{\"id\":\"1\",\"title\":\"laptop's\",\"tags\":[\"l\"]}");
    phone.put("tasks", "1", "{\"id\":\"1\",\"title\":\"phone's\",\"tags\":[\"p\",\"q\"]}");
    phone.put("tasks", "2", "{\"id\":\"2\",\"parent\":\"1\",\"tags\":[]}");
    laptop.put("counters", "1", "{\"nr\":1,\"amount\":1}");
    Position last = phone.put("counters", "1", "{\"nr\":1,\"amount\":2,\"task\":\"1\"}");

    // then
    assertThat(title(last, "laptop")).isEqualTo("laptop's");
    assertThat(title(last, "phone")).isEqualTo("phone's");
    JsonNode child = json(get("two", last, "records/tasks/2?source=phone").body());
    assertThat(child.get("parent").stringValue()).isEqualTo("1");
    JsonNode counter = json(get("two", last, "records/counters/1?source=phone").body());
    assertThat(counter.get("nr").isNumber()).isTrue();
    assertThat(counter.get("task").stringValue()).isEqualTo("1");
    assertThat(get("two", last, "records/tasks/1").statusCode()).isEqualTo(404);
    assertThat(get("two", last, "records/tasks/2?source=laptop").statusCode()).isEqualTo(404);
    assertThat(json(get("two", last, "records/tasks").body()).get("records"))
        .extracting(each -> each.get("id").stringValue())
        .containsExactlyInAnyOrder(
            keyId("two", "laptop", "tasks", "1"),
            keyId("two", "phone", "tasks", "1"),
            keyId("two", "phone", "tasks", "2"));

    // when
    last = laptop.delete("tasks", "1");

    // then
    assertThat(get("two", last, "records/tasks/1?source=laptop").statusCode()).isEqualTo(404);
    assertThat(title(last, "phone")).isEqualTo("phone's");
    assertThat(lab.value("select string_agg(tag, '') from lab.tags where tenant = 'two'"))
        .hasSize(2);
  }

  private String title(Position after, String source) throws Exception {
    JsonNode task = json(get("two", after, "records/tasks/1?source=" + source).body());
    assertThat(task.get("id").stringValue()).isEqualTo("1");
    return task.get("title").stringValue();
  }

  @Test
  @DisplayName(
      "I13 isolation: one UUID in two tenants is two rows of a table without a tenant column")
  void derivedTenancy() throws Exception {
    // given
    var one = lab.source("iso-1", "b");
    var two = lab.source("iso-2", "b");
    String id = UUID.toLowerCase(Locale.ROOT);
    Position first = one.put("devices", id, "{\"label\":\"one's\"}");
    Position second = two.put("devices", id, "{\"label\":\"two's\"}");
    two.put(
        "visits", "[\"9\",\"1\"]", "{\"task\":\"9\",\"number\":1,\"detail\":{\"marks\":[1,2]}}");
    one.put("visits", "[\"9\",\"1\"]", "{\"task\":\"9\",\"number\":1,\"detail\":{\"marks\":[5]}}");

    // then: each sees its own, in pages too
    assertThat(get("iso-1", first, "records/devices/" + UUID).body()).contains("one's");
    assertThat(get("iso-2", second, "records/devices/" + UUID).body()).contains("two's");
    assertThat(json(get("iso-1", first, "records/devices").body()).get("records"))
        .extracting(each -> each.get("data").get("label").stringValue())
        .containsExactly("one's");
    assertThat(json(get("iso-1", first, "records/devices?where.label=two's").body()).get("records"))
        .isEmpty();
    assertThat(lab.value("select count(*) from lab.devices where id = '" + id + "'"))
        .isEqualTo("0");

    // when
    one.delete("devices", id);
    first = one.delete("visits", "[\"9\",\"1\"]");

    // then
    assertThat(get("iso-1", first, "records/devices/" + UUID).statusCode()).isEqualTo(404);
    assertThat(get("iso-2", second, "records/devices/" + UUID).body()).contains("two's");
    JsonNode visit =
        json(get("iso-2", second, "records/visits/" + encoded("[\"9\",1]") + "?source=b").body());
    assertThat(visit.at("/detail/marks").size()).isEqualTo(2);
  }

  @Test
  @DisplayName("an array of ten thousand elements comes back in order")
  void huge() throws Exception {
    // given
    String tags = "\"t" + "\",\"t".repeat(5_000) + "\",\"" + "u\",\"".repeat(4_999) + "last\"";
    String task = "{\"id\":\"1\",\"tags\":[" + tags + "]}";
    Position position = lab.source("huge-read", "b").put("tasks", "1", task);

    // when
    var response = get("huge-read", position, "records/tasks/1?source=b");

    // then
    assertThat(json(task).get("tags")).hasSize(10_001);
    assertThat(json(response.body())).isEqualTo(json(task));
  }

  @Test
  @DisplayName("a page is filtered by references of every kind")
  void filters() throws Exception {
    // given
    var b = lab.source("filter", "b");
    b.put("rooms", "5", "{\"number\":5}");
    b.put("devices", "a", "{\"room\":5,\"label\":\"a\"}");
    b.put("devices", "b", "{\"room\":6,\"label\":\"b\"}");
    b.put("tasks", "1", "{\"id\":\"1\",\"tags\":[]}");
    Position last = b.put("tasks", "2", "{\"id\":\"2\",\"parent\":\"1\",\"tags\":[\"x\"]}");
    String key = keyId("filter", "b", "tasks", "1");

    // then
    JsonNode devices = json(get("filter", last, "records/devices?where.room=5").body());
    assertThat(devices.get("records")).hasSize(1);
    JsonNode tasks = json(get("filter", last, "records/tasks?where.parent=" + key).body());
    assertThat(tasks.get("records")).hasSize(1);
    assertThat(tasks.at("/records/0/data/parent").stringValue()).isEqualTo("1");
    assertThat(get("filter", last, "records/tasks?where.tags=x").statusCode()).isEqualTo(400);
    assertThat(get("filter", last, "records/tasks/1?source=a%20b").statusCode()).isEqualTo(400);
  }
}
