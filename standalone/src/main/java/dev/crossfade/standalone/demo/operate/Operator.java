package dev.crossfade.standalone.demo.operate;

import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the reconciler as an operator does, over HTTP. Confined to one thread.
 *
 * @param client of the migration, in nobody's name but the operator's
 */
record Operator(SnapshotClient client) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  static Operator of(URI server, String migration) {
    return new Operator(
        new SnapshotClient(
            new Target(server, migration, null, null), PATIENCE, (why, pause) -> {}));
  }

  /** The cutover as it is. */
  JsonNode cutover() throws IOException, InterruptedException {
    return client.get("/cutover", Map.of());
  }

  /** Where a tenant reads, and why. */
  JsonNode tenant(String tenant) throws IOException, InterruptedException {
    return client.get("/cutover/tenants/" + SnapshotClient.encoded(tenant), Map.of());
  }

  /** Changes the cutover from what it is now. */
  JsonNode change(ObjectNode order) throws IOException, InterruptedException {
    return client.put("/cutover", cutover().path("version").longValue(), order);
  }

  /** Ends the migration. */
  JsonNode finish(String reason) throws IOException, InterruptedException {
    return client.post("/cutover/finish", json().put("reason", reason));
  }

  /** Has everything compared at this level; the run as it begins. */
  JsonNode begin(String level) throws IOException, InterruptedException {
    return client.post("/reconciliations", json().put("level", level));
  }

  /** The run as it is now. */
  JsonNode report(JsonNode run) throws IOException, InterruptedException {
    return client.get("/reconciliations/" + run.path("id").asString(""), Map.of());
  }

  static boolean isRunning(JsonNode run) {
    return run.path("state").asString("").equals("running");
  }

  /** Compares everything at this level, and waits for the report. */
  JsonNode reconcile(String level) throws IOException, InterruptedException {
    JsonNode run = begin(level);
    while (isRunning(run)) {
      pause();
      run = report(run);
    }
    return run;
  }

  /** Has all that a report names written again; how many differences that were. */
  long repair(JsonNode report, String reason) throws IOException, InterruptedException {
    String path = "/reconciliations/" + report.path("id").asString("") + "/repair";
    return client
        .post(path, json().put("issues", "all").put("reason", reason))
        .path("done")
        .asLong(0);
  }

  static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Before the next look. Nobody counts it down: it is a pause that an interrupt ends. */
  static void pause() throws InterruptedException {
    boolean woken = new CountDownLatch(1).await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    assert !woken;
  }

  @Override
  public void close() {
    client.close();
  }
}
