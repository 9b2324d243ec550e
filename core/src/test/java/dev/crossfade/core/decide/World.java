package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tenant's sources, each with a store, an outbox and snapshots, and the log that all of them
 * append to. What the decider makes of it is held against {@link RowModel} and against what the
 * stores held at each moment.
 */
final class World {
  private static final SchemaReference SCHEMA =
      new SchemaReference(Policies.V1.digest(), Policies.V1.schemaVersion());

  private final Random random;
  private final boolean losesCaptures;
  private final String domain;
  private final MemoryStates states = new MemoryStates();
  private final Decider decider = new Decider(states, Policies::of);
  private final RowModel model;
  private final List<Source> sources = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  /** When each source last wrote what is in the log by a live event that was applied. */
  private final Map<String, Long> appliedLive = new HashMap<>();

  private long offset;
  private long moment;

  World(String policy, Random random, boolean losesCaptures) {
    this.random = random;
    this.losesCaptures = losesCaptures;
    this.domain = Policies.domain(policy);
    this.model = new RowModel(policy);
  }

  /** A source that counts, or does not. */
  Source source(String name, boolean counts) {
    return source(name, counts, !counts);
  }

  /** One whose writes have a number or not, as it comes. */
  Source mixedSource(String name) {
    return source(name, true, true);
  }

  private Source source(String name, boolean counts, boolean alsoNot) {
    Source source = new Source(name, counts, alsoNot);
    sources.add(source);
    return source;
  }

  void step() {
    sources.get(random.nextInt(sources.size())).step();
  }

  String told() {
    return String.join("\n", told);
  }

  /** The records that are neither absent nor deleted. */
  Map<String, Map<String, Integer>> present() {
    Map<String, Map<String, Integer>> all = new TreeMap<>();
    states
        .records()
        .forEach(
            (key, state) -> {
              if (state.present()) {
                all.put(key.id(), content(key));
              }
            });
    return all;
  }

  private Map<String, Integer> content(RecordKey key) {
    Map<String, Integer> fields = new TreeMap<>();
    Document document = java.util.Objects.requireNonNull(states.document(key));
    document.tree().properties().forEach(f -> fields.put(f.getKey(), f.getValue().intValue()));
    return fields;
  }

  private record Write(
      String id, long number, String record, @Nullable Map<String, Integer> doc, long moment) {}

  private record Taken(
      String id,
      Watermark watermark,
      RowModel.Mark mark,
      TreeMap<String, Map<String, Integer>> rows,
      long moment) {}

  /** One writer. */
  final class Source {
    private final String name;
    private final boolean counts;

    /** Without numbers nobody can tell that a delivery was overtaken. */
    private final boolean inOrder;

    private final Map<String, Map<String, Integer>> store = new TreeMap<>();
    private final List<Write> outbox = new ArrayList<>();
    private final List<Write> delivered = new ArrayList<>();
    private final List<Taken> snapshots = new ArrayList<>();
    private @Nullable Taken read;
    private int nextRow;
    private long last;
    private long ids;

    private Source(String name, boolean counts, boolean alsoNot) {
      this.name = name;
      this.counts = counts;
      this.inOrder = alsoNot;
    }

    private boolean countsNow() {
      return counts && (!inOrder || random.nextBoolean());
    }

    Map<String, Map<String, Integer>> store() {
      return store;
    }

    private void step() {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> write();
        case 3, 4, 5 -> deliver(!inOrder && random.nextInt(3) == 0);
        case 6 -> repeat();
        case 7 -> take();
        case 8 -> start();
        case 9 -> resend();
        default -> rowOrEnd();
      }
    }

    private void write() {
      String record = "r" + random.nextInt(3);
      Map<String, Integer> doc = null;
      if (!store.containsKey(record) || random.nextInt(3) > 0) {
        doc = new TreeMap<>();
        RecordState seen = states.record(key(record));
        if (seen.present() && random.nextInt(3) == 0) {
          // As whoever has seen the record elsewhere.
          doc.putAll(content(key(record)));
        }
        boolean copied = !doc.isEmpty();
        for (String field : List.of("a", "b", "c")) {
          if (!copied && random.nextBoolean()) {
            doc.put(field, random.nextInt(2));
          }
        }
        store.put(record, doc);
      } else {
        store.remove(record);
      }
      moment++;
      if (losesCaptures && random.nextInt(5) == 0) {
        told.add(name + " writes " + record + " " + doc + " unseen");
        return;
      }
      long number = countsNow() ? ++last : 0;
      outbox.add(new Write(name + "-" + ++ids, number, record, doc, moment));
      told.add(name + " writes " + record + " " + doc + " as " + ids);
    }

    private void deliver(boolean outOfOrder) {
      if (!outbox.isEmpty()) {
        Write write = outbox.remove(outOfOrder ? random.nextInt(outbox.size()) : 0);
        delivered.add(write);
        live(write);
      }
    }

    private void repeat() {
      if (!delivered.isEmpty()) {
        live(delivered.get(random.nextInt(delivered.size())));
      }
    }

    void deliverAll() {
      while (!outbox.isEmpty()) {
        deliver(!inOrder && random.nextBoolean());
      }
    }

    private void live(Write write) {
      Document data = document(write.doc() == null ? Map.of() : write.doc());
      String expected =
          model.live(name, write.number(), write.id(), write.record(), offset, write.doc());
      ChangeEvent event =
          new RecordChange(
              envelope(write.id(), name, write.number()),
              key(write.record()),
              write.doc() == null ? Kind.DELETED : Kind.UPDATED,
              // Its writer had seen all before it: what it meets is for others to test.
              offset == 0 ? Basis.UNKNOWN : new Basis(position(TENANT, offset - 1), null),
              SCHEMA,
              data);
      String outcome = decide(event, expected, write.record());
      if (outcome.equals("Applied")) {
        appliedLive.merge(name + "/" + write.record(), write.moment(), Math::max);
      }
    }

    /** Reads the store, at once; what is sent of it comes later. */
    private void take() {
      int kind = random.nextInt(4);
      Watermark watermark;
      RowModel.Mark mark;
      if (kind > 0 && countsNow()) {
        watermark = new Watermark.Through(last);
        mark = new RowModel.Mark(last, null);
      } else if (kind > 0 && offset > 0) {
        watermark = new Watermark.AsOf(position(TENANT, offset - 1));
        mark = new RowModel.Mark(null, offset - 1);
      } else {
        watermark = Watermark.UNKNOWN;
        mark = new RowModel.Mark(null, null);
      }
      moment++;
      TreeMap<String, Map<String, Integer>> rows = new TreeMap<>(store);
      read = new Taken(name + (snapshots.size() + 1), watermark, mark, rows, moment);
      told.add(name + " is read: " + read);
    }

    private void start() {
      if (read != null) {
        snapshots.add(read);
        read = null;
        nextRow = 0;
        marker(snapshots.getLast());
      }
    }

    private void marker(Taken of) {
      decide(
          new SnapshotStarted(
              envelope(of.id() + ":start", name, 0), new Snapshot(of.id(), of.watermark())),
          model.start(name, of.id()),
          null);
    }

    /** After a crash: from the beginning, or a row of any that was ever sent. */
    private void resend() {
      if (snapshots.isEmpty()) {
        return;
      }
      Taken any = snapshots.get(random.nextInt(snapshots.size()));
      if (random.nextBoolean()) {
        marker(any);
        nextRow = any.equals(snapshots.getLast()) ? 0 : nextRow;
      } else if (!any.rows().isEmpty()) {
        row(any, random.nextInt(any.rows().size()));
      }
    }

    private void rowOrEnd() {
      if (snapshots.isEmpty()) {
        return;
      }
      Taken of = snapshots.getLast();
      if (nextRow < of.rows().size()) {
        row(of, nextRow++);
      } else {
        decide(
            new SnapshotEnded(
                envelope(of.id() + ":end", name, 0), of.id(), EventFixtures.document("{}")),
            model.end(name, of.id()),
            null);
      }
    }

    /** One that holds all that was written, from start to end. */
    void wholeSnapshot() {
      take();
      while (read != null && read.watermark() instanceof Watermark.Unknown && offset > 0) {
        take();
      }
      start();
      Taken of = snapshots.getLast();
      for (int i = 0; i < of.rows().size(); i++) {
        row(of, i);
      }
    }

    private void row(Taken of, int index) {
      String record = List.copyOf(of.rows().keySet()).get(index);
      Map<String, Integer> doc = of.rows().getOrDefault(record, Map.of());
      RecordState was = states.record(key(record));
      Map<String, Integer> before = was.present() ? content(key(record)) : Map.of();
      String expected = model.row(name, of.id(), of.mark(), record, offset, doc);
      ChangeEvent event =
          new RecordRead(
              envelope(of.id() + ":0:" + index, name, 0),
              key(record),
              new Snapshot(of.id(), of.watermark()),
              SCHEMA,
              document(doc));
      decide(event, expected, record);
      heldAgainstTheStore(record, of, was, before);
    }

    /** Not how the decider sees it, but what happened. */
    private void heldAgainstTheStore(
        String record, Taken of, RecordState was, Map<String, Integer> before) {
      RecordState is = states.record(key(record));
      if (java.util.Objects.equals(is.digest(), was.digest())) {
        return;
      }
      if (was.position() == null || name.equals(was.source())) {
        assertThat(appliedLive.getOrDefault(name + "/" + record, 0L))
            .as("a newer live write of the source itself stays")
            .isLessThanOrEqualTo(of.moment());
        return;
      }
      assertThat(was.deleted()).as("what another source deleted stays deleted").isFalse();
      assertThat(content(key(record))).as("another's fields stay").containsAllEntriesOf(before);
      assertThat(is.source()).isEqualTo(was.source());
    }
  }

  private String decide(ChangeEvent event, String expected, @Nullable String record) {
    LogRecord log =
        new LogRecord(
            position(TENANT, offset++), EventFixtures.APPENDED, new Message(null, List.of(), null));
    Decoded.Event decoded = new Decoded.Event(log, event);
    states.hideDocuments(!decider.needsDocument(decoded));
    String outcome = Fold.name(decider.decide(decoded));
    states.hideDocuments(false);
    told.add((offset - 1) + ": " + event.envelope().id() + " " + record + " → " + outcome);
    assertThat(outcome).isEqualTo(expected);
    if (record != null) {
      RecordState state = states.record(key(record));
      Map<String, Integer> should = model.is(record);
      assertThat(state.present()).isEqualTo(should != null);
      assertThat(state.source()).isEqualTo(model.maker(record));
      if (should != null) {
        assertThat(content(key(record))).isEqualTo(should);
      }
    }
    return outcome;
  }

  private RecordKey key(String record) {
    return new RecordKey(TENANT, domain, record);
  }

  private static Document document(Map<String, Integer> fields) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    fields.forEach(tree::put);
    return Document.of(tree);
  }
}
