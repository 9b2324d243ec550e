package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.json.Json;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A migration on a real broker, and the cutover's routes on a port of their own. */
final class Site implements AutoCloseable {
  static final int PARTITIONS = 3;

  final String name;
  final FakeFacts facts = new FakeFacts();
  final Migration migration;
  final CutoverDesk desk;
  private final Map<String, String> kafka;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Site(String bootstrap, String name) throws Exception {
    this.name = name;
    this.kafka = Map.of("bootstrap.servers", bootstrap);
    this.migration =
        Migration.open(name, kafka, "/services/reconciler", InstantSource.system());
    MigrationSetup setup = new MigrationSetup(kafka, PARTITIONS);
    setup.createTopics(migration.topics());
    setup.publish(migration, Blueprint.load(Path.of("../blueprints/school")));
    this.desk = new CutoverDesk(migration.control(), facts, InstantSource.system());
    CutoverRoutes routes =
        new CutoverRoutes(new Migrations(List.of(migration)), opened -> desk);
    this.server =
        HttpServer.builder()
            .bind("127.0.0.1")
            .port(0)
            .authenticator(new DevelopmentAuthenticator(InstantSource.system()))
            .routes(routes.routes())
            .build();
    server.start();
  }

  /** A new migration. */
  static Site open(TestKafka kafka) throws Exception {
    return new Site(
        kafka.bootstrap(), kafka.namespace() + Long.toString(System.nanoTime(), 36));
  }

  /** The same migration, as another process sees it. */
  Site again() throws Exception {
    return new Site(String.valueOf(kafka.get("bootstrap.servers")), name);
  }

  Cutover cutover() throws Exception {
    return desk.now().cutover();
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "", null);
  }

  HttpResponse<String> put(String path, @Nullable Long version, String json) throws Exception {
    return send("PUT", path, json, version == null ? null : "\"" + version + "\"");
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send("POST", path, json, null);
  }

  HttpResponse<String> send(String method, String path, String json, @Nullable String ifMatch)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/" + name + "/cutover" + path))
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    server.close();
    migration.close();
  }
}
