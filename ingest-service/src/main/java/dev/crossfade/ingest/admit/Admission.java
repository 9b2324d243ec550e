package dev.crossfade.ingest.admit;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.http.Incoming;
import dev.crossfade.ingest.admit.RecordRules.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events of one request, each for itself: form first, then whose it is, then what it
 * says. Nothing in the log may be unreadable to those who follow it, so whatever the decider or
 * PostgreSQL would refuse of a single event is refused here. Attributes that mean nothing to this
 * version, such as a client's own {@code blueprint}, are ignored.
 */
public final class Admission {
  private final RecordRules rules;
  private final Caller caller;
  private final @Nullable String traceHeader;

  /**
   * @param blueprint the current one
   * @param partitions of the log of changes
   * @param maxData the most bytes of one event's data
   * @param traceHeader the request's {@code traceparent}, for events that carry none
   */
  public Admission(
      Blueprint blueprint,
      int partitions,
      int maxData,
      Caller caller,
      @Nullable String traceHeader) {
    this.rules = new RecordRules(blueprint, partitions, maxData);
    this.caller = caller;
    this.traceHeader = traceHeader;
  }

  /** Whether the event may go into the log. */
  public Judged judge(Incoming incoming) {
    Findings findings = new Findings();
    EventAttributes attributes = new EventAttributes(incoming, findings);
    attributes.checkVersion();
    String id = attributes.id();
    String sourceId = attributes.sourceId();
    String type = attributes.type();
    long sequence = attributes.sequence();
    Instant time = attributes.time();
    Kind kind = Kind.ofType(type);
    Change change = kind == null ? null : attributes.change(kind);
    if (type.equals(ChangeEvent.SOURCE_SKIPPED)) {
      attributes.requireSequence();
    }
    if (!findings.isEmpty()) {
      return refused(incoming, Refusal.MALFORMED_EVENT, null, findings);
    }
    return switch (caller.tenant(incoming.attribute("tenant"))) {
      case Caller.Refused(Refusal refusal, String detail) ->
          refused(incoming, refusal, detail, Findings.of("/tenant", detail));
      case Caller.Known(String tenant) -> {
        String trace = TraceParent.of(incoming.attribute("traceparent"), traceHeader);
        var source = new SourceKey(tenant, sourceId);
        yield judge(incoming, new Envelope(id, source, sequence, time, trace), type, change);
      }
    };
  }

  private Judged judge(Incoming incoming, Envelope envelope, String type, @Nullable Change change) {
    if (change != null) {
      return switch (rules.judge(envelope, change)) {
        case RecordRules.Sound(ChangeEvent event) -> new Judged.Admitted(event);
        case RecordRules.Broken(Refusal refusal, var violations) ->
            refused(incoming, refusal, null, Findings.of(violations));
      };
    }
    return type.equals(ChangeEvent.SOURCE_SKIPPED)
        ? new Judged.Admitted(new SourceSkipped(envelope))
        : refused(incoming, Refusal.UNKNOWN_TYPE, null, Findings.of("/type", "is not known here"));
  }

  private static Judged refused(
      Incoming incoming, Refusal refusal, @Nullable String detail, Findings findings) {
    String id = EventAttributes.soundId(incoming);
    var problem = refusal.problem(detail).withErrors(findings.errors());
    return new Judged.Refused(id, refusal, problem);
  }
}
