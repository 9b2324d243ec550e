package dev.crossfade.sync;

import static dev.crossfade.sync.Library.V1;
import static dev.crossfade.sync.Library.V2;
import static dev.crossfade.sync.Library.V3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Blueprints published one after the other, records of all their versions in one log. */
@ExtendWith(RealServers.class)
class VersionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Map<Digest, Blueprint> ALL =
      Map.of(V1.digest(), V1, V2.digest(), V2, V3.digest(), V3);

  private Library library;

  @BeforeEach
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    library = new Library(kafka, database);
  }

  @AfterEach
  void stop() {
    library.close();
  }

  private void settle(Position position) {
    await().atMost(PATIENCE).until(() -> library.applied(position));
  }

  private static String canonical(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new String(CanonicalJson.bytes(Json.parse(bytes)), StandardCharsets.UTF_8);
  }

  private JsonNode get(HttpServer server, String tenant, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri =
          URI.create("http://127.0.0.1:" + server.port() + "/v1/" + library.name + "/" + path);
      var request = HttpRequest.newBuilder(uri).header("X-Crossfade-Tenant", tenant).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return Json.parse(answer.body());
    }
  }

  private String read(HttpServer server, String tenant, String path) throws Exception {
    return new String(CanonicalJson.bytes(get(server, tenant, path)), StandardCharsets.UTF_8);
  }

  private static HttpServer serve(SyncService sync) {
    HttpServer server =
        HttpServer.builder()
            .authenticator(new DevelopmentAuthenticator(InstantSource.system()))
            .routes(sync.routes())
            .build();
    server.start();
    return server;
  }

  /** The decided states: key, offset, digest, and the version decided under. */
  private Map<String, String> decided() throws Exception {
    Map<String, String> found = new TreeMap<>();
    try (var c = library.connect();
        var s = c.createStatement();
        var r =
            s.executeQuery(
                "select s.tenant, s.domain, s.id, s.decided_offset, encode(s.digest, 'hex'),"
                    + " encode(d.digest, 'hex'), d.version"
                    + library.states())) {
      while (r.next()) {
        found.put(
            r.getString(1) + "/" + r.getString(2) + "/" + r.getString(3),
            r.getLong(4) + " " + r.getString(5) + " " + r.getString(6) + " " + r.getInt(7));
      }
    }
    return found;
  }

  private Map<String, String> folded() {
    Map<String, String> expected = new TreeMap<>();
    Map<RecordKey, RecordState> states = MemoryFold.of(library.log(), Library.PARTITIONS, ALL);
    states.forEach(
        (key, state) -> {
          Position position = Objects.requireNonNull(state.position());
          var schema = Objects.requireNonNull(state.schema());
          Digest digest = state.digest();
          expected.put(
              key.tenant() + "/" + key.domain() + "/" + key.id(),
              position.offset()
                  + " "
                  + (digest == null ? null : digest.hex())
                  + " "
                  + schema.blueprint().hex()
                  + " "
                  + schema.version());
        });
    return expected;
  }

  @Test
  @DisplayName("I4, I16: a record of version 1 after version 3 loses no field of version 3")
  void olderAfterNewer() throws Exception {
    try (SyncService sync = library.startSync("one")) {
      HttpServer server = serve(sync);
      // given
      var old = library.source("t", "old");
      var young = library.source("t", "young");
      old.put(V1, 1, "books", "b1", "{'id':'b1','title':'Momo','author':'Ende'}");
      settle(old.put(V1, 1, "books", "gone", "{'id':'gone','title':'x'}"));
      library.alterTables();
      library.publish(V2);
      young.put(V2, 2, "books", "b1", "{'id':'b1','title':'Momo','authors':['E'],'shelf':'f'}");
      library.publish(V3);
      String third =
          "{'id':'b1','names':{'main':'Momo','sub':'A tale'},'authors':['E','F'],'shelf':'f',"
              + "'rating':5}";
      settle(young.put(V3, 3, "books", "b1", third));
      young.delete(V3, "books", "gone");
      // when
      old.put(V3, 1, "books", "b1", "{'id':'b1','title':'Momo, again','note':'n'}");
      // An ingest that has not heard of the publishes takes it back no more than that.
      old.put(V1, 1, "books", "b1", "{'id':'b1','title':'Momo 2','author':'Ende'}");
      Position last = old.put(V1, 1, "books", "gone", "{'id':'gone','title':'back'}");
      settle(last);
      // then
      assertThat(read(server, "t", "records/books/b1"))
          .isEqualTo(
              canonical(
                  "{'id':'b1','names':{'main':'Momo 2','sub':'A tale'},'authors':['Ende'],"
                      + "'shelf':'f','rating':5,'note':'n'}"));
      assertThat(read(server, "t", "records/books/gone"))
          .isEqualTo(canonical("{'id':'gone','names':{'main':'back'},'shelf':'new'}"));
      assertThat(
              library.value(
                  "select concat_ws('|', title, authors, shelf, subtitle, rating) from"
                      + " library.books where title like 'Momo%'"))
          .isEqualTo("Momo 2|[\"Ende\"]|f|A tale|5");
      assertThat(decided()).isEqualTo(folded());
      server.stop();
    }
  }

  @Test
  @DisplayName("records written before a publish are read by their own blueprint, then rewritten")
  void rewritten() throws Exception {
    int count = 450;
    var writer = library.source("t", "a");
    Position last = null;
    for (int i = 0; i < count; i++) {
      writer.put(V1, 1, "books", "b" + i, "{'id':'b" + i + "','title':'t" + i + "','author':'a'}");
      last = writer.put(V1, 1, "shelves", "s" + i, "{'id':'s" + i + "','name':'n" + i + "'}");
    }
    Map<String, String> before;
    try (SyncService sync = library.startSync("one")) {
      assertThat(sync.routes()).isNotEmpty();
      settle(Objects.requireNonNull(last));
      before = decided();
    }
    library.alterTables();
    library.publish(V2);
    library.publish(V3);
    String old = "{'id':'b7','names':{'main':'t7'},'authors':['a'],'shelf':'new'}";
    Position later = null;
    // One worker after the other; the first ones are stopped in the middle.
    for (int process = 0; process < 3; process++) {
      try (var lock = library.connect();
          SyncService sync = library.startSync("process-" + process)) {
        HttpServer server = serve(sync);
        // given: while the position's row is held, nothing can be rewritten
        lock.setAutoCommit(false);
        lock.createStatement().execute("select * from crossfade.applied_position for update");
        assertThat(read(server, "t", "records/books/b7")).isEqualTo(canonical(old));
        assertThat(read(server, "t", "records/shelves/s7"))
            .isEqualTo(canonical("{'id':'s7','name':'n7'}"));
        lock.rollback();
        // when: writes go on
        String id = "new" + process;
        later = writer.put(V3, 3, "shelves", id, "{'id':'" + id + "','name':'x'}");
        if (process == 2) {
          await().atMost(PATIENCE).until(() -> library.outdated() == 0);
          settle(later);
          // then
          assertThat(get(server, "t", "progress").path("rewriting").intValue()).isZero();
          assertThat(read(server, "t", "records/books/b7")).isEqualTo(canonical(old));
          assertThat(read(server, "t", "records/shelves/s7"))
              .isEqualTo(canonical("{'id':'s7','name':'n7'}"));
        }
        server.stop();
      }
    }
    assertThat(library.value("select count(*) from library.shelves where label like 'n%'"))
        .isEqualTo("" + count);
    assertThat(
            library.value(
                "select count(*) from library.books where authors = '[\"a\"]' and shelf = 'new'"))
        .isEqualTo("" + count);
    assertThat(decided()).containsAllEntriesOf(before).isEqualTo(folded());
  }

  @Test
  @DisplayName("I4: rows that a later blueprint does not have any more go with whatever comes next")
  void staleRows() throws Exception {
    // given
    var writer = library.source("t", "a");
    String shelf = "{'id':'%s','name':'n','tags':['x','y']}";
    for (String id : new String[] {"kept", "kept too", "changed", "deleted"}) {
      writer.put(V1, 1, "shelves", id, shelf.formatted(id));
    }
    Position last = writer.put(V1, 1, "shelves", "gone", shelf.formatted("gone"));
    try (SyncService sync = library.startSync("one")) {
      assertThat(sync.routes()).isNotEmpty();
      settle(last);
    }
    assertThat(library.value("select count(*) from library.tags")).isEqualTo("10");
    library.alterTables();
    library.publish(V3);
    // when
    writer.put(V3, 3, "shelves", "changed", "{'id':'changed','name':'m','tags':['z']}");
    writer.delete(V3, "shelves", "gone");
    last = writer.delete(V3, "shelves", "deleted");
    try (SyncService sync = library.startSync("two")) {
      HttpServer server = serve(sync);
      settle(last);
      await().atMost(PATIENCE).until(() -> library.outdated() == 0);
      // then
      assertThat(library.value("select count(*) from library.tags")).isEqualTo("0");
      assertThat(library.value("select count(*) from library.shelves")).isEqualTo("3");
      assertThat(read(server, "t", "records/shelves/kept"))
          .isEqualTo(canonical(shelf.formatted("kept")));
      assertThat(read(server, "t", "records/shelves/changed"))
          .isEqualTo(canonical("{'id':'changed','name':'m','tags':['z']}"));
      server.stop();
    }
    assertThat(decided()).isEqualTo(folded());
  }

  @Test
  @DisplayName("I7: a worker that lost its partition rewrites nothing; a refusal parks the record")
  void fenced() throws Exception {
    // given
    var writer = library.source("t", "a");
    writer.put(V1, 1, "shelves", "bad", "{'id':'bad','name':'bad'}");
    Position last = null;
    for (int i = 0; i < 250; i++) {
      last = writer.put(V1, 1, "shelves", "s" + i, "{'id':'s" + i + "','name':'n" + i + "'}");
    }
    try (SyncService sync = library.startSync("one")) {
      assertThat(sync.routes()).isNotEmpty();
      settle(Objects.requireNonNull(last));
    }
    library.alterTables();
    library.sql("alter table library.shelves add check (label <> 'bad')");
    library.publish(V3);
    try (Database database =
        new Database(
            new DatabaseSettings(
                library.database.jdbcUrl(), library.database.user(), library.database.password()),
            "test",
            4)) {
      LogPartition partition =
          new LogPartition(
              database.migrationId(library.name), Partitioner.partition("t", Library.PARTITIONS));
      Rewriting newest = rewriting(database, ALL, V3);
      long next = Objects.requireNonNull(last).offset() + 1;

      // when // then
      assertThat(newest.rewrite(partition, next - 1)).isEqualTo(new Rewriting.Result.Fenced());
      assertThat(library.outdated()).isEqualTo(251);
      assertThat(newest.rewrite(partition, next))
          .isEqualTo(new Rewriting.Result.Rewritten(200, true));
      assertThat(newest.rewrite(partition, next))
          .isEqualTo(new Rewriting.Result.Rewritten(51, false));
      assertThat(library.outdated()).isEqualTo(1);
      assertThat(library.value("select count(*) from crossfade.parked_write where id = 'bad'"))
          .isEqualTo("1");
      assertThat(newest.rewrite(partition, next))
          .isEqualTo(new Rewriting.Result.Rewritten(0, false));
      // A process that has not heard of the last publish takes nothing back.
      Map<Digest, Blueprint> first = Map.of(V1.digest(), V1);
      assertThat(rewriting(database, first, V1).rewrite(partition, next))
          .isEqualTo(new Rewriting.Result.Rewritten(0, false));
      assertThat(library.outdated()).isEqualTo(1);
    }
    // What was parked is read as it was, and comes through when nothing is in its way any more.
    library.sql("alter table library.shelves drop constraint shelves_label_check");
    library.sql("update crossfade.parked_write set retry_at = now()");
    try (SyncService sync = library.startSync("two")) {
      HttpServer server = serve(sync);
      assertThat(read(server, "t", "records/shelves/bad"))
          .isEqualTo(canonical("{'id':'bad','name':'bad'}"));
      settle(writer.put(V3, 3, "shelves", "more", "{'id':'more','name':'m'}"));
      await().atMost(PATIENCE).until(() -> library.outdated() == 0);
      assertThat(read(server, "t", "records/shelves/bad"))
          .isEqualTo(canonical("{'id':'bad','name':'bad'}"));
      server.stop();
    }
    assertThat(decided()).isEqualTo(folded());
  }

  private static Rewriting rewriting(
      Database database, Map<Digest, Blueprint> known, Blueprint current) {
    return new Rewriting(
        database,
        digest -> Optional.ofNullable(known.get(digest)),
        () -> Optional.of(current),
        InstantSource.system());
  }
}
