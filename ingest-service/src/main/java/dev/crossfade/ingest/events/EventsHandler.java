package dev.crossfade.ingest.events;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.http.HttpEvents;
import dev.crossfade.core.event.http.Incoming;
import dev.crossfade.core.event.http.MalformedBodyException;
import dev.crossfade.ingest.admit.Admission;
import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.admit.Judged;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.ingest.append.Appended;
import dev.crossfade.ingest.append.Appender;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.http.Handler;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /v1/{m}/events}. All events of a request are read and judged before the first is
 * sent, so that nothing of an unreadable request reaches the log.
 */
public final class EventsHandler implements Handler {
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Migrations migrations;
  private final BodyReader bodies;
  private final int maxData;
  private final InFlight inFlight;
  private final Appender appender;
  private final EventCounts counts;

  /**
   * @param maxData the most bytes of one event's data
   */
  public EventsHandler(
      Migrations migrations,
      BodyReader bodies,
      int maxData,
      InFlight inFlight,
      Appender appender,
      EventCounts counts) {
    this.migrations = migrations;
    this.bodies = bodies;
    this.maxData = maxData;
    this.inFlight = inFlight;
    this.appender = appender;
    this.counts = counts;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Identity who)
      throws Exception {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    Caller caller = Caller.of(who);
    byte[] body = bodies.read(request);
    InFlight.Room room = inFlight.take(body.length);
    if (room == null) {
      throw Refusal.TOO_MANY_REQUESTS
          .problem("What is waiting for the log must get there first. Nothing was kept.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    try {
      Headers headers = Headers.of(request.headers());
      List<Judged> judged = judge(migration, caller, headers, body);
      EventsAnswer answer = new EventsAnswer(judged, headers.isBatch());
      answer.send(response, append(migration, judged, room));
      counts.count(migration.name(), judged);
    } finally {
      room.release();
    }
  }

  private List<Judged> judge(Migration migration, Caller caller, Headers headers, byte[] body) {
    List<Incoming> events = read(headers, body);
    Blueprint blueprint = migration.blueprint().orElseThrow();
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    Admission admission =
        new Admission(blueprint, partitions, maxData, caller, headers.get("traceparent"));
    List<Judged> judged = new ArrayList<>(events.size());
    for (Incoming event : events) {
      judged.add(admission.judge(event));
    }
    return judged;
  }

  private static List<Incoming> read(Headers headers, byte[] body) {
    try {
      return HttpEvents.read(headers.get("content-type"), headers.all(), body);
    } catch (MalformedBodyException e) {
      throw UnreadableBody.refusal(e.kind()).problem(e.getMessage()).exception();
    }
  }

  private Appended append(Migration migration, List<Judged> judged, InFlight.Room room)
      throws InterruptedException {
    List<ChangeEvent> admitted = new ArrayList<>(judged.size());
    for (Judged each : judged) {
      if (each instanceof Judged.Admitted(ChangeEvent event)) {
        admitted.add(event);
      }
    }
    if (admitted.isEmpty()) {
      return new Appended.Acknowledged(List.of());
    }
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    var target = new Appender.Target(migration.topics().changes(), partitions);
    return appender.append(target, admitted, room);
  }
}
