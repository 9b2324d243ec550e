package dev.crossfade.standalone.campaign;

import dev.crossfade.standalone.campaign.Site.Part;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.testsupport.history.Answer;
import dev.crossfade.testsupport.history.Place;
import dev.crossfade.testsupport.history.Read;
import dev.crossfade.testsupport.history.RecordName;
import dev.crossfade.testsupport.history.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One source: it edits the records of its tenant as it last saw them, or thinks it did; leaves out
 * numbers, sends things twice, in the wrong order, or wrong; and sends each until it is answered.
 */
final class Client implements Runnable {
  private static final Duration PACE = Duration.ofMillis(30);
  private static final Duration RETRY = Duration.ofMillis(250);

  private final Wire wire;
  private final Pool pool;
  private final String source;
  private final Random random;
  private final BooleanSupplier goesOn;
  private final Map<SampleRecord, Seen> seen = new HashMap<>();
  private final List<Sent.Event> heldBack = new ArrayList<>();
  private long numbers;

  /** What the source takes a record for. */
  private record Seen(@Nullable String base, @Nullable ObjectNode data) {}

  /**
   * @param goesOn false: send what is left, and end
   */
  Client(Wire wire, Pool pool, String source, long seed, BooleanSupplier goesOn) {
    this.wire = wire;
    this.pool = pool;
    this.source = source;
    this.random = new Random(seed * 1_000_003 + source.hashCode());
    this.goesOn = goesOn;
  }

  @Override
  public void run() {
    try {
      while (goesOn.getAsBoolean()) {
        something();
        Waiting.pause(PACE);
      }
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void something() throws InterruptedException {
    SampleRecord record = pool.records().get(random.nextInt(pool.records().size()));
    int what = random.nextInt(100);
    if (what < 3) {
      settle(List.of(event("dev.crossfade.source.skipped", null, null, null, null)));
    } else if (what < 5) {
      refused(record);
    } else if (what < 8) {
      // A number that is never sent.
      numbers++;
    } else if (what < 45) {
      look(record, null);
      edit(record);
    } else {
      edit(record);
    }
  }

  /** Ingest refuses it, and the source gives its number up. */
  private void refused(SampleRecord record) throws InterruptedException {
    Sent.Event spoiled =
        event("dev.crossfade.record.updated", record, null, null, pool.spoiled(record).toString());
    settle(List.of(spoiled));
    Sent.Event skip =
        new Sent.Event(
            spoiled.tenant(),
            source,
            spoiled.sequence(),
            spoiled.id() + "-skip",
            "dev.crossfade.source.skipped",
            null,
            null,
            null,
            null,
            null,
            Answer.UNKNOWN);
    settle(List.of(skip));
  }

  private void edit(SampleRecord record) throws InterruptedException {
    Seen is = seen.getOrDefault(record, new Seen(null, null));
    ObjectNode data = is.data() == null ? record.document() : is.data();
    boolean deletes = record.deletable() && random.nextInt(12) == 0;
    Sent.Event event;
    if (deletes) {
      event = event("dev.crossfade.record.deleted", record, is.base(), null, "{}");
      seen.put(record, new Seen(is.base(), null));
    } else {
      Pool.Edit edit = pool.edit(record, data, random);
      boolean names = is.data() != null && random.nextInt(3) > 0;
      event =
          event(
              "dev.crossfade.record." + (is.data() == null ? "created" : "updated"),
              record,
              random.nextInt(8) == 0 ? null : is.base(),
              names ? edit.changed() : null,
              edit.data().toString());
      seen.put(record, new Seen(is.base(), edit.data()));
    }
    if (random.nextInt(10) == 0) {
      heldBack.add(event);
      return;
    }
    List<Sent.Event> events = new ArrayList<>(List.of(event));
    if (random.nextInt(3) == 0) {
      // Later than what was made after it.
      events.addAll(heldBack);
      heldBack.clear();
    }
    Place at = settle(events);
    if (random.nextInt(12) == 0) {
      settle(List.of(event));
    }
    if (at != null && random.nextInt(3) == 0) {
      look(record, at);
    } else if (at != null && random.nextBoolean()) {
      // Many a client takes the acknowledgement for a reading.
      seen.computeIfPresent(record, (r, s) -> new Seen(at.toString(), s.data()));
    }
  }

  private void look(SampleRecord record, @Nullable Place waitFor) throws InterruptedException {
    Part from = random.nextBoolean() ? Part.FIRST_SYNC : Part.SECOND_SYNC;
    RecordName name = new RecordName(pool.tenant(), record.domain(), Pool.keyId(record));
    Read read = wire.read(from, name, waitFor).orElse(null);
    if (read != null && read.result() instanceof Read.Found found) {
      ObjectNode data = (ObjectNode) Wire.json().readTree(found.data());
      seen.put(record, new Seen(found.position().toString(), data));
    } else if (read != null && read.result() instanceof Read.Absent absent) {
      Place at = absent.position();
      seen.put(record, new Seen(at == null ? null : at.toString(), null));
    }
  }

  private Sent.Event event(
      String type,
      @Nullable SampleRecord record,
      @Nullable String base,
      @Nullable List<String> changed,
      @Nullable String data) {
    numbers++;
    return new Sent.Event(
        pool.tenant(),
        source,
        numbers,
        source + "-" + numbers,
        type,
        record == null ? null : record.domain(),
        record == null ? null : Pool.keyId(record),
        base,
        changed,
        data,
        Answer.UNKNOWN);
  }

  /** Sends until each is taken or refused; answers where the first one lies. */
  private @Nullable Place settle(List<Sent.Event> events) throws InterruptedException {
    List<Sent.Event> left = new ArrayList<>(events);
    Place first = null;
    while (!left.isEmpty()) {
      Duration timeout = random.nextInt(25) == 0 ? Duration.ofMillis(1 + random.nextInt(8)) : null;
      List<Answer> answers = wire.post(left, timeout);
      List<Sent.Event> again = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        if (answers.get(i) instanceof Answer.Unknown) {
          again.add(left.get(i));
        } else if (answers.get(i) instanceof Answer.Accepted(Place at)
            && left.get(i).equals(events.getFirst())) {
          first = at;
        }
      }
      left = again;
      if (!left.isEmpty()) {
        Waiting.pause(RETRY);
      }
    }
    return first;
  }

  private void flush() throws InterruptedException {
    if (!heldBack.isEmpty()) {
      settle(heldBack);
    }
  }
}
