package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who follows the changes of a tenant has its state: nothing is missed, nothing is another's. */
@ExtendWith(RealServers.class)
class ChangesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> DOMAINS = List.of("classrooms", "teachers", "classes");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final List<SyncServer> servers = new ArrayList<>();
  private School school;

  @BeforeEach
  void start(TestKafka kafka, TestDatabase database) {
    String unique = kafka.namespace() + Long.toString(System.nanoTime(), 36);
    school = School.open(new TestKafka(kafka.bootstrap(), unique), database);
  }

  @AfterEach
  void stop() {
    servers().forEach(SyncServer::close);
    client.close();
    school.close();
  }

  private SyncServer serve(String instance) {
    SyncServer server =
        SyncServer.start(
            school.settings(instance),
            List.of(school.name),
            new ServiceProcess.Front(
                new DevelopmentAuthenticator(InstantSource.system()), "127.0.0.1", 0));
    synchronized (servers) {
      servers.add(server);
    }
    return server;
  }

  private List<SyncServer> servers() {
    synchronized (servers) {
      return List.copyOf(servers);
    }
  }

  private void restart(int which, String instance) {
    SyncServer old = servers().get(which);
    synchronized (servers) {
      servers.remove(old);
    }
    old.close();
    serve(instance);
  }

  private HttpRequest.Builder request(SyncServer server, String tenant, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + "/v1/" + school.name + path))
        .timeout(Duration.ofSeconds(20))
        .header("X-Crossfade-Tenant", tenant);
  }

  private JsonNode get(SyncServer server, String tenant, String path) throws Exception {
    var answer = client.send(request(server, tenant, path).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  /** All that the tenant has, as reads answer it. */
  private Map<String, String> state(String tenant) throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String domain : DOMAINS) {
      JsonNode page = get(servers().getFirst(), tenant, "/records/" + domain + "?limit=1000");
      for (JsonNode one : page.get("records")) {
        String key = domain + "/" + one.get("id").stringValue();
        all.put(key, one.get("state") + " " + one.get("data"));
      }
    }
    return all;
  }

  /** One who follows, and what it knows. */
  private static final class Follower {
    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final List<String> tenantsOfOthers = new ArrayList<>();
    private volatile @Nullable String position;
    private volatile @Nullable InputStream open;
    private final AtomicInteger connections = new AtomicInteger();

    void hangUp() {
      InputStream answer = open;
      if (answer != null) {
        try {
          answer.close();
        } catch (IOException e) {
          connections.incrementAndGet();
        }
      }
    }

    void take(JsonNode change) {
      String key = change.get("domain").stringValue() + "/" + change.get("recordId").stringValue();
      if (change.get("kind").stringValue().equals("delete")) {
        assertThat(change.get("data").isNull()).isTrue();
        records.remove(key);
      } else {
        records.put(key, change.get("state") + " " + change.get("data"));
      }
      String name = change.at("/data/name").asString("");
      if (name.startsWith("foreign")) {
        tenantsOfOthers.add(name);
      }
    }
  }

  /** Reads some events of a stream, from where it stands, and hangs up in the midst of it. */
  private void stream(SyncServer server, String tenant, Follower follower, int atMost)
      throws Exception {
    HttpRequest.Builder asked =
        request(server, tenant, "/changes").header("Accept", "text/event-stream");
    String from = follower.position;
    if (from != null) {
      asked.header("Last-Event-ID", from);
    }
    var answer = client.send(asked.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    follower.connections.incrementAndGet();
    follower.open = answer.body();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String id = null;
      JsonNode data = null;
      int taken = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = Json.MAPPER.readTree(line.substring(6));
        } else if (line.isEmpty() && data != null) {
          follower.take(data);
          if (id != null) {
            follower.position = id;
          }
          id = null;
          data = null;
          if (++taken >= atMost) {
            return;
          }
        }
      }
    }
  }

  private static String named(String id, String name) {
    return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}";
  }

  /** Anything: rooms, teachers, classes whose room may not be there yet or not any more. */
  private static Position write(School.Source source, Random random, String name) {
    int id = random.nextInt(12);
    String room = "r" + random.nextInt(8);
    return switch (random.nextInt(6)) {
      case 0, 1 -> source.put("classrooms", room, named(room, name));
      case 2 -> source.delete("classrooms", room);
      case 3 ->
          source.put(
              "classes",
              "c" + id,
              "{\"id\":\"c%d\",\"name\":\"%s\",\"classroomId\":\"%s\"}".formatted(id, name, room));
      case 4 -> source.delete("classes", "c" + id);
      default -> source.put("teachers", "t" + id, named("t" + id, name));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  @DisplayName(
      "I13: whoever reconnects anywhere, while services come and go, has the tenant's state")
  void nothingMissed(long seed) throws Exception {
    // given
    Random random = new Random(seed);
    serve("a");
    serve("b");
    String tenant = "tenant-" + seed;
    School.Source[] mine = {school.source(tenant, "one"), school.source(tenant, "two")};
    // In the same partition, so that positions of the one wake those who listen to the other.
    String foreign = "";
    for (int i = 0; !sameButOther(tenant, foreign); i++) {
      foreign = "foreign-" + i;
    }
    School.Source other = school.source(foreign, "b");
    Follower streaming = new Follower();
    Follower paging = new Follower();
    CompletableFuture<Void> over = new CompletableFuture<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<?> first = threads.submit(() -> follow(tenant, streaming, new Random(seed), over));
      Future<?> second = threads.submit(() -> page(tenant, paging, new Random(-seed), over));
      // when
      List<Position> last = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        last.add(write(mine[random.nextInt(2)], random, "n" + i));
        if (random.nextInt(3) == 0) {
          last.add(write(other, random, "foreign" + i));
        }
        if (i % 100 == 99) {
          restart(random.nextInt(2), "again-" + i);
        }
      }
      await().atMost(PATIENCE).until(() -> last.stream().allMatch(school::applied));
      Map<String, String> expected = state(tenant);
      // then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(new TreeMap<>(streaming.records)).isEqualTo(expected);
                assertThat(new TreeMap<>(paging.records)).isEqualTo(expected);
              });
      over.complete(null);
      streaming.hangUp();
      first.get(60, TimeUnit.SECONDS);
      second.get(60, TimeUnit.SECONDS);
    } finally {
      over.complete(null);
      streaming.hangUp();
      threads.shutdownNow();
    }
    assertThat(streaming.connections.get()).isGreaterThan(3);
    assertThat(streaming.tenantsOfOthers).isEmpty();
    assertThat(paging.tenantsOfOthers).isEmpty();
    assertThat(state(foreign)).isNotEmpty();
  }

  private static boolean sameButOther(String tenant, String foreign) {
    return !foreign.isEmpty()
        && Partitioner.partition(tenant, School.PARTITIONS)
            == Partitioner.partition(foreign, School.PARTITIONS);
  }

  private @Nullable Void follow(
      String tenant, Follower follower, Random random, CompletableFuture<Void> over)
      throws Exception {
    while (!over.isDone()) {
      List<SyncServer> now = servers();
      try {
        stream(now.get(random.nextInt(now.size())), tenant, follower, 1 + random.nextInt(60));
      } catch (IOException | AssertionError e) {
        follower.connections.incrementAndGet();
      }
    }
    return null;
  }

  private @Nullable Void page(
      String tenant, Follower follower, Random random, CompletableFuture<Void> over)
      throws Exception {
    while (!over.isDone()) {
      List<SyncServer> now = servers();
      String after = follower.position == null ? "" : "&after=" + follower.position;
      try {
        JsonNode page =
            get(
                now.get(random.nextInt(now.size())),
                tenant,
                "/changes?limit=" + (1 + random.nextInt(20)) + after);
        page.get("changes").forEach(follower::take);
        if (page.get("position").isString()) {
          follower.position = page.get("position").stringValue();
        }
      } catch (IOException | AssertionError e) {
        follower.connections.incrementAndGet();
      }
    }
    return null;
  }

  @Test
  @DisplayName(
      "a record is told once, at its last position, as it is now; nothing of other tenants")
  void onceAsItIsNow() throws Exception {
    // given
    SyncServer server = serve("a");
    var b = school.source("once", "b");
    var other = school.source("other", "b");
    Position first = b.put("classrooms", "a", named("a", "one"));
    b.put("classrooms", "b", named("b", "two"));
    b.put("classrooms", "a", named("a", "three"));
    b.put("classes", "c", "{\"id\":\"c\",\"name\":\"n\",\"classroomId\":\"later\"}");
    Position last = b.delete("classrooms", "b");
    Position others = other.put("classrooms", "a", named("a", "foreign"));
    await().atMost(PATIENCE).until(() -> school.applied(last) && school.applied(others));
    // when
    JsonNode all = get(server, "once", "/changes");
    JsonNode behind = get(server, "once", "/changes?after=" + first);
    JsonNode end = get(server, "once", "/changes?after=" + all.get("position").stringValue());
    Position parent = b.put("classrooms", "later", named("later", "four"));
    await().atMost(PATIENCE).until(() -> school.applied(parent));
    JsonNode freed = get(server, "once", "/changes?limit=1&after=" + last);
    // then
    assertThat(all.get("changes").valueStream().map(ChangesIT::told))
        .containsExactly(
            "classrooms/a upsert null three",
            "classes/c delete \"parked\" ",
            "classrooms/b delete null ");
    assertThat(behind.get("changes")).isEqualTo(all.get("changes"));
    assertThat(end.get("changes").isEmpty()).isTrue();
    assertThat(end.get("more").booleanValue()).isFalse();
    // What the parent's coming has freed changed with it, and is told with it.
    assertThat(freed.get("changes").valueStream().map(ChangesIT::told))
        .containsExactlyInAnyOrder("classrooms/later upsert null four", "classes/c upsert null n");
  }

  private static String told(JsonNode change) {
    return change.get("domain").stringValue()
        + "/"
        + change.get("recordId").stringValue()
        + " "
        + change.get("kind").stringValue()
        + " "
        + change.get("state")
        + " "
        + change.at("/data/name").asString("");
  }

  @Test
  @DisplayName("a stream ends cleanly when the service stops, at once")
  void endsWithTheService() throws Exception {
    // given
    SyncServer server = serve("a");
    var b = school.source("ends", "b");
    Position first = b.put("classrooms", "a", named("a", "one"));
    await().atMost(PATIENCE).until(() -> school.applied(first));
    Follower follower = new Follower();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reading =
          threads.submit(
              () -> {
                stream(server, "ends", follower, Integer.MAX_VALUE);
                return null;
              });
      await().atMost(PATIENCE).until(() -> first.toString().equals(follower.position));
      // when
      synchronized (servers) {
        servers.remove(server);
      }
      long began = System.nanoTime();
      server.close();
      // then: the body has its end, else reading it would fail
      reading.get(5, TimeUnit.SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  @DisplayName("I13: a position of another tenant's partition is refused, and so is nonsense")
  void badPositions() throws Exception {
    // given
    SyncServer server = serve("a");
    int partition = (Partitioner.partition("mine", School.PARTITIONS) + 1) % School.PARTITIONS;
    school.source("mine", "b").put("classrooms", "a", named("a", "one"));
    await()
        .until(
            () ->
                client
                        .send(request(server, "mine", "/changes").build(), BodyHandlers.ofString())
                        .statusCode()
                    == 200);
    for (String query :
        List.of("after=" + partition + ":0", "after=x", "limit=0", "limit=1001", "tenant=other")) {
      // when
      var answer =
          client.send(
              request(server, "mine", "/changes?" + query).build(), BodyHandlers.ofString());
      // then
      assertThat(answer.statusCode()).describedAs(query).isEqualTo(400);
    }
  }
}
