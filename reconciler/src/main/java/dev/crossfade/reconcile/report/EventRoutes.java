package dev.crossfade.reconcile.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.reconcile.run.Parts;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunState;
import dev.crossfade.reconcile.run.Runs;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import tools.jackson.databind.node.ObjectNode;

/** How far a run is, as server-sent events: {@code progress} until {@code finished}. */
final class EventRoutes {
  private static final int STREAMS = 128;
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final long LOOK_MILLIS = 500;
  private static final int LOOKS_PER_BEAT = 30;

  /** A token may have ended meanwhile: who comes back shows one that has not. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Header AS_EVENTS =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
  private static final Header NOT_COLLECTED = HeaderValues.createCached("X-Accel-Buffering", "no");

  private final Desk desk;
  private final Semaphore streams = new Semaphore(STREAMS);
  private final CountDownLatch ended = new CountDownLatch(1);

  EventRoutes(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(Route.get(RunRoutes.ONE + "/events", RunRoutes.OPERATORS, this::events));
  }

  /** Ends all of them, and begins no other. */
  void endAll() {
    ended.countDown();
  }

  private void events(ServerRequest request, ServerResponse response, Identity who)
      throws IOException, InterruptedException {
    Desk.Known migration = desk.migration(request);
    Run run = desk.run(request, migration, who);
    if (!streams.tryAcquire()) {
      throw ReportProblem.TOO_MANY_STREAMS
          .with("As many listen as this process serves. Nothing is lost: ask again.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    try {
      response.header(AS_EVENTS).header(NO_CACHE).header(NOT_COLLECTED);
      try (OutputStream out = response.outputStream()) {
        write(out, "retry: 1000\n: reconciliation\n\n");
        tell(migration, run, out);
      }
    } finally {
      streams.release();
    }
  }

  private void tell(Desk.Known migration, Run asked, OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    String told = "";
    int silent = 0;
    do {
      try {
        Run run = Runs.find(desk.store().reads().dsl(), migration.id(), asked.id()).orElse(asked);
        String data = data(run);
        if (run.state() != RunState.RUNNING) {
          write(out, "event: finished\ndata: " + data + "\n\n");
          return;
        }
        if (!data.equals(told)) {
          write(out, "event: progress\ndata: " + data + "\n\n");
          told = data;
          silent = 0;
        } else if (++silent % LOOKS_PER_BEAT == 0) {
          write(out, ":\n\n");
        }
      } catch (DataAccessException e) {
        // It goes on when PostgreSQL is there again.
        write(out, ":\n\n");
      }
    } while (System.nanoTime() - end < 0 && !ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
  }

  private String data(Run run) {
    ObjectNode json =
        ReportJson.progress(
            Progress.of(run, Parts.list(desk.store().reads().dsl(), run.id()), desk.now()));
    json.put("id", run.id().toString());
    json.put("state", run.state().word());
    return json.put("queued", run.queued()).put("findings", run.findings()).toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
