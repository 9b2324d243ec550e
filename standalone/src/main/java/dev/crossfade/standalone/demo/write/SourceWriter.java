package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.WrittenEvent;
import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.write.EventRequest.Form;
import dev.crossfade.standalone.sample.SampleRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.function.LongSupplier;

/**
 * One source: creates its share of the records, level by level with the other sources of its
 * tenant, then works on them until the time is up, and makes trouble as real clients do. What it
 * has begun it brings to an end. Confined to one thread.
 */
final class SourceWriter {
  private static final int MOST_WAITING = 20;
  private static final List<Form> SINGLE_FORMS = List.of(Form.values());

  private final Courier courier;
  private final LongSupplier requestNumbers;
  private final Outbox outbox;
  private final Desk desk;
  private final Pace pace;
  private final Stop stop;
  private final HandIn handIn;
  private final WriterCounts counts;
  private final Random random;
  private final List<WrittenEvent> waiting = new ArrayList<>();
  private final Map<Long, Desk.Slot> slots = new HashMap<>();
  private boolean handedIn;

  SourceWriter(
      Courier courier,
      LongSupplier requestNumbers,
      Outbox outbox,
      Desk desk,
      Limits limits,
      WriterCounts counts,
      Random random) {
    this.courier = courier;
    this.requestNumbers = requestNumbers;
    this.outbox = outbox;
    this.desk = desk;
    this.pace = limits.pace();
    this.stop = limits.stop();
    this.handIn = limits.handIn();
    this.counts = counts;
    this.random = random;
  }

  /** What it listens to: its share of the rate, the end, and the call to hand in its store. */
  record Limits(Pace pace, Stop stop, HandIn handIn) {}

  /** Creates the records, in step with the tenant's other sources. */
  void create(List<SampleRecord> records, int count, Phaser levels) throws InterruptedException {
    for (int level = 0; level < count; level++) {
      int now = level;
      List<SampleRecord> some = records.stream().filter(r -> r.level() == now).toList();
      int from = 0;
      while (from < some.size() && !stop.asked()) {
        int to = Math.min(some.size(), from + 1 + random.nextInt(150));
        List<WrittenEvent> events = new ArrayList<>();
        some.subList(from, to).forEach(record -> events.add(write(desk.create(record))));
        deliver(request(events));
        from = to;
      }
      levels.awaitAdvanceInterruptibly(levels.arrive());
    }
  }

  /** Works until a stop is asked for, then sends what is left. */
  void work() throws InterruptedException {
    while (!stop.asked() && !desk.empty()) {
      if (handIn.asked() && !handedIn) {
        handIn();
      }
      int roll = random.nextInt(100);
      if (roll < 6) {
        repeat();
      } else if (roll < 12) {
        repeatHalf();
      } else if (roll < 18) {
        overtake();
      } else if (roll < 26 && waiting.size() < MOST_WAITING && !handedIn) {
        // Later on each number that stays open would keep a tenant from being verified.
        refuse();
      } else if (roll < 34) {
        settle();
      } else {
        deliver(request(edits()));
      }
    }
    settleAll();
  }

  /** The end of this source. */
  void leave() {
    if (!handedIn) {
      handedIn = true;
      handIn.left();
    }
  }

  /** A store holds what its user sees, and so nothing whose number is open. */
  private void handIn() throws InterruptedException {
    settleAll();
    handIn.take(outbox.tenant(), outbox.source(), outbox.last());
    handedIn = true;
  }

  private void settleAll() throws InterruptedException {
    while (!waiting.isEmpty()) {
      settle();
    }
  }

  private void repeat() throws InterruptedException {
    counts.trouble(Trouble.REPEATED);
    EventRequest request = request(edits());
    deliver(request);
    deliver(
        new EventRequest(
            requestNumbers.getAsLong(), request.form(), request.gzip(), request.events()));
  }

  private void repeatHalf() throws InterruptedException {
    counts.trouble(Trouble.HALF_REPEATED);
    List<WrittenEvent> first = edits();
    deliver(request(first));
    List<WrittenEvent> mixed = new ArrayList<>(first.subList(first.size() / 2, first.size()));
    mixed.addAll(edits());
    deliver(request(mixed));
  }

  private void overtake() throws InterruptedException {
    counts.trouble(Trouble.OVERTAKEN);
    EventRequest first = request(edits());
    EventRequest second = request(edits());
    deliver(second);
    deliver(first);
  }

  /** A batch with an event that its schema forbids; its number stays open for a while. */
  private void refuse() throws InterruptedException {
    List<WrittenEvent> events = edits();
    int at = random.nextInt(events.size());
    WrittenEvent sound = events.get(at);
    Desk.Slot slot = slots.get(sound.sequence());
    if (slot == null || sound.kind() == Kind.DELETED) {
      deliver(request(events));
      return;
    }
    events.set(at, outbox.spoiled(sound, desk.spoiled(slot)));
    Answer.Settled answer = courier.deliver(request(events));
    if (!answer.refused(at)) {
      throw new IllegalStateException("data that breaks its schema was taken");
    }
    counts.refusal();
    events.remove(at);
    answer.positions().remove(at);
    answer.problems().remove(at);
    settled(events, answer);
    waiting.add(sound);
  }

  /** Corrects a refused event, or gives it up. */
  private void settle() throws InterruptedException {
    if (waiting.isEmpty()) {
      return;
    }
    WrittenEvent event = waiting.remove(random.nextInt(waiting.size()));
    boolean correct = random.nextInt(3) > 0;
    counts.trouble(correct ? Trouble.CORRECTED : Trouble.GIVEN_UP);
    deliver(request(List.of(correct ? outbox.corrected(event) : outbox.skipping(event))));
  }

  private List<WrittenEvent> edits() throws InterruptedException {
    int most = random.nextInt(8) == 0 ? 120 : 12;
    int count = 1 + random.nextInt(most);
    pace.take(count, stop);
    List<WrittenEvent> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(write(desk.next()));
    }
    return events;
  }

  private WrittenEvent write(Desk.Edit edit) {
    WrittenEvent event = outbox.add(edit);
    slots.put(event.sequence(), edit.slot());
    return event;
  }

  private EventRequest request(List<WrittenEvent> events) {
    Form form = Form.BATCH;
    if (events.size() == 1) {
      form = SINGLE_FORMS.get(random.nextInt(SINGLE_FORMS.size()));
    }
    return new EventRequest(requestNumbers.getAsLong(), form, random.nextInt(3) == 0, events);
  }

  private void deliver(EventRequest request) throws InterruptedException {
    settled(request.events(), courier.deliver(request));
  }

  private void settled(List<WrittenEvent> events, Answer.Settled answer) {
    for (int i = 0; i < events.size(); i++) {
      String position = answer.positions().get(i);
      if (position == null) {
        throw new IllegalStateException("sound data was refused: " + answer.problems().get(i));
      }
      Desk.Slot slot = slots.remove(events.get(i).sequence());
      if (slot != null) {
        slot.acknowledged(position);
      }
    }
  }
}
