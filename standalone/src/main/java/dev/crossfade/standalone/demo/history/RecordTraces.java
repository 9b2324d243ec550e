package dev.crossfade.standalone.demo.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The events of one record, all by one source.
 *
 * <p>How many of them took effect: the log holds each distinct event at least once, and only its
 * first copy counts. In the order of these first copies, an event takes effect exactly when its
 * number is above all numbers before it; one that a later number overtook is stale. The order is
 * known from the history's own count, since a first copy entered the log after the event was first
 * sent and before it was first acknowledged: <em>a</em> lies before <em>b</em> for sure when
 * <em>a</em> was acknowledged before <em>b</em> was first sent, or when both went in one request
 * that was tried only once. So an event took effect for sure when it lies before all higher
 * numbers, and did not for sure when it lies behind one of them. A writer has one request
 * outstanding, so doubt is left only within a request that was tried again after a lost answer.
 */
final class RecordTraces {
  private final String tenant;
  private final WrittenEvent.RecordName record;
  private final List<Trace> traces = new ArrayList<>(2);
  private @Nullable Trace last;
  private int repairs;

  RecordTraces(String tenant, WrittenEvent.RecordName record) {
    this.tenant = tenant;
    this.record = record;
  }

  void add(Trace trace) {
    traces.add(trace);
  }

  /** Called after this event was acknowledged: only the record's last form is kept in memory. */
  void acknowledged(Trace trace) {
    Trace before = last;
    if (before == null || before.event().sequence() < trace.event().sequence()) {
      last = trace;
      if (before != null) {
        before.superseded();
      }
    } else if (before != trace) {
      trace.superseded();
    }
  }

  /** The event that made it what it is; null where it is not there. */
  @Nullable WrittenEvent present() {
    WrittenEvent event = last == null ? null : last.event();
    return event == null || event.kind() == WrittenEvent.Kind.DELETED ? null : event;
  }

  boolean is(String whose, String domain, UnaryOperator<String> spelling, String id) {
    return tenant.equals(whose)
        && record.domain().equals(domain)
        && spelling.apply(record.id()).equals(id);
  }

  /** An operator had it written once more; whether that took effect is not known here. */
  void repaired() {
    repairs++;
  }

  RecordExpectation expectation() {
    List<Trace> known = new ArrayList<>(traces.stream().filter(Trace::acknowledged).toList());
    known.sort(Comparator.comparingLong(trace -> trace.event().sequence()));
    int least = 0;
    int most = 0;
    for (int i = 0; i < known.size(); i++) {
      Trace trace = known.get(i);
      List<Trace> higher = known.subList(i + 1, known.size());
      least += higher.stream().allMatch(trace::surelyBefore) ? 1 : 0;
      most += higher.stream().noneMatch(other -> other.surelyBefore(trace)) ? 1 : 0;
    }
    return new RecordExpectation(
        tenant, record, last == null ? null : last.event(), least, most + repairs, settled());
  }

  private boolean settled() {
    long number = last == null ? 0 : last.event().sequence();
    return traces.stream().noneMatch(trace -> trace.open() && trace.event().sequence() > number);
  }
}
