package dev.crossfade.sync;

import dev.crossfade.core.control.ControlState.Pause;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.consume.DatabaseCircuit;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether PostgreSQL is there for those who apply and read, and whether anything is to be applied
 * at all. While all is paused PostgreSQL may be away without an alarm: that is what a pause is for.
 */
final class DatabaseCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final SyncStore store;
  private final DatabaseCircuit circuit;
  private final Migrations migrations;

  DatabaseCheck(SyncStore store, DatabaseCircuit circuit, Migrations migrations) {
    this.store = store;
    this.circuit = circuit;
    this.migrations = migrations;
  }

  HealthCheck.Result check() throws InterruptedException {
    boolean answers = answers();
    DatabaseCircuit.Standing standing = circuit.standing();
    Map<String, String> data = new LinkedHashMap<>();
    data.put("circuit", standing.state());
    Instant since = standing.since();
    if (since != null) {
      data.put("since", since.toString());
    }
    if (answers && !standing.state().equals("open")) {
      return HealthCheck.up("PostgreSQL answers").with(data);
    }
    String what = answers ? "nothing can be applied" : "PostgreSQL does not answer";
    boolean expected = !paused().isEmpty() && paused().size() == migrations.all().size();
    return expected
        ? HealthCheck.up(what + ", and all is paused").with(data)
        : HealthCheck.down(what).with(data);
  }

  /** A connection that is not had waits longer than a check may, and then could not say why. */
  private boolean answers() throws InterruptedException {
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("database-check")
        .start(
            () -> {
              try {
                boolean answers = store.reads().answers();
                if (answers) {
                  circuit.probe(store.database()::answers);
                }
                asked.complete(answers);
              } finally {
                asked.complete(false);
              }
            });
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** Up in any case: who pauses does not want to be taken for a fault. */
  HealthCheck.Result applying() {
    Map<String, String> paused = paused();
    return paused.isEmpty()
        ? HealthCheck.up("applying")
        : HealthCheck.up("paused: " + String.join(", ", paused.keySet())).with(paused);
  }

  /** Since when each is. The reason is a person's, and this is shown to everybody. */
  private Map<String, String> paused() {
    Map<String, String> paused = new TreeMap<>();
    for (Migration migration : migrations.all()) {
      Pause pause = migration.control().state().pause();
      if (pause != null) {
        paused.put(migration.name(), pause.since().toString());
      }
    }
    return paused;
  }
}
