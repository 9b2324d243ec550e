package dev.crossfade.standalone.compare;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Broker, database and services, all real and in this process, with migrations that are loaded. */
final class Site implements AutoCloseable {
  private static final int MOST_AGAIN = 60;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int PAGE = 1_000;

  final Node node;
  final Map<String, LoadedMigration> migrations = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private Site(Node node) {
    this.node = node;
  }

  /** Starts all of it and loads so many records of these blueprints, evenly. */
  static Site load(Path data, List<String> blueprints, int records, int partitions, Random random)
      throws Exception {
    List<MigrationFolder> folders = blueprints.stream().map(MigrationFolder::find).toList();
    NodeSettings settings =
        new NodeSettings(
            data,
            "127.0.0.1",
            0,
            folders,
            new DevelopmentAuthenticator(InstantSource.system()),
            partitions);
    Site site = new Site(Node.start(settings, what -> {}));
    try {
      for (MigrationFolder folder : folders) {
        LoadedMigration migration = new LoadedMigration(site, folder, partitions, random);
        site.migrations.put(folder.name(), migration);
        migration.load(records / folders.size());
      }
      for (LoadedMigration migration : site.migrations.values()) {
        migration.awaitApplied();
      }
      return site;
    } catch (Exception e) {
      site.close();
      throw e;
    }
  }

  /** A session of its own. */
  Connection connect() throws SQLException {
    DatabaseAccess at = node.database();
    return DriverManager.getConnection(at.url(), at.user(), at.password());
  }

  /** Waits until it holds, without end to the patience that a machine under load needs. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** Asks for a run and waits until it is over. */
  JsonNode reconcile(String migration, String order) {
    JsonNode asked = send(migration, "/reconciliations", BodyPublishers.ofString(order));
    String path = "/reconciliations/" + asked.path("id").asString("");
    JsonNode[] last = {asked};
    await(
        "a reconciliation",
        () -> {
          last[0] = get(migration, path);
          return !last[0].path("state").asString("").equals("running");
        });
    return last[0];
  }

  /** Until the fold, too, has taken all of it: of what it has not reached nothing can be told. */
  void settle(String migration) {
    await(
        "the fold of " + migration,
        () -> {
          JsonNode run = reconcile(migration, "{\"level\":\"digest\"}");
          return run.path("state").asString("").equals("clean");
        });
  }

  /** All differences that are kept of a run. */
  List<JsonNode> issues(String migration, JsonNode run) {
    String path = "/reconciliations/" + run.path("id").asString("") + "/issues?limit=" + PAGE;
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = get(migration, path + after);
      page.path("issues").forEach(all::add);
      JsonNode next = page.path("next");
      after = next.isString() ? "&after=" + next.asString() : "";
    } while (!after.isEmpty());
    return all;
  }

  JsonNode get(String migration, String path) {
    return send(migration, path, null);
  }

  private JsonNode send(
      String migration,
      String path,
      HttpRequest.@org.jspecify.annotations.Nullable BodyPublisher body) {
    URI uri = URI.create(node.url() + "/v1/" + migration + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2));
    request.setHeader("Accept", "application/json");
    try {
      HttpRequest asked = (body == null ? request.GET() : request.POST(body)).build();
      HttpResponse<String> answer = http.send(asked, BodyHandlers.ofString());
      // Told to come again later, as under full load, a client does.
      for (int again = 0; answer.statusCode() == 503 && again < MOST_AGAIN; again++) {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        answer = http.send(asked, BodyHandlers.ofString());
      }
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    migrations.values().forEach(LoadedMigration::close);
    http.close();
    node.close();
  }
}
