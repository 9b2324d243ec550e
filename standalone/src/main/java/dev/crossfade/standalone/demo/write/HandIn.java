package dev.crossfade.standalone.demo.write;

import dev.crossfade.core.json.Json;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.history.WrittenEvent;
import dev.crossfade.standalone.load.Load;
import dev.crossfade.standalone.load.LoadListener;
import dev.crossfade.standalone.load.LoadSettings;
import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.SourceRecord;
import dev.crossfade.standalone.load.SourceRecord.Line;
import dev.crossfade.standalone.load.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The call to all sources to hand in what they hold, once: each does at a quiet moment of its own,
 * and the others go on. Thread-safe.
 */
final class HandIn {
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Writers.Target target;
  private final History history;
  private final CountDownLatch open;
  private final LongAdder records = new LongAdder();
  private volatile boolean asked;

  /**
   * @param sources how many there are
   */
  HandIn(Writers.Target target, History history, int sources) {
    this.target = target;
    this.history = history;
    this.open = new CountDownLatch(sources);
  }

  /** Asks, and waits; how many records they were, or empty when it took longer. */
  OptionalLong ask(Duration patience) throws InterruptedException {
    asked = true;
    return open.await(patience.toNanos(), TimeUnit.NANOSECONDS)
        ? OptionalLong.of(records.sum())
        : OptionalLong.empty();
  }

  boolean asked() {
    return asked;
  }

  /** A source that ended will hand in nothing. */
  void left() {
    open.countDown();
  }

  /** Sends a source's store, as its acknowledged events have made it, up to this number. */
  void take(String tenant, String source, long sequence) throws InterruptedException {
    List<WrittenEvent> store = history.store(tenant, source);
    Access access = target.access().apply(tenant);
    var where =
        new dev.crossfade.standalone.load.Target(
            target.server().get(),
            target.migration(),
            access.token() == null ? tenant : null,
            access.token());
    try (SnapshotClient client = new SnapshotClient(where, PATIENCE, (why, pause) -> {})) {
      LoadSettings settings =
          new LoadSettings(source, sequence, null, false, target.schemaVersion(), BATCH, false);
      Load load = new Load(client, settings, null, new Silent(), InstantSource.system());
      Load.Result result = load.run(() -> new Store(store));
      if (result.tally().rejected() > 0) {
        throw new IllegalStateException("records of a snapshot were refused");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    records.add(store.size());
    open.countDown();
  }

  /** The store, record by record. */
  private static final class Store implements RecordSource {
    private final int total;
    private final Iterator<WrittenEvent> left;

    Store(List<WrittenEvent> events) {
      this.total = events.size();
      this.left = events.iterator();
    }

    @Override
    public long total() {
      return total;
    }

    @Override
    public @Nullable SourceRecord next() {
      if (!left.hasNext()) {
        return null;
      }
      WrittenEvent event = left.next();
      WrittenEvent.RecordName name = event.record();
      String data = event.data();
      if (name == null || data == null) {
        throw new IllegalStateException("a store holds records");
      }
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("domain", name.domain())
          .put("id", name.id())
          .set("data", Json.MAPPER.readTree(data));
      return new Line(null, name.domain(), Json.STORED.writeValueAsBytes(line));
    }

    @Override
    public void close() {}
  }

  /** Nobody watches a single source. */
  private static final class Silent implements LoadListener {
    @Override
    public void opened(String snapshot, boolean resumed) {}

    @Override
    public void reading(long total) {}

    @Override
    public void progress(long read, Tally tally) {}

    @Override
    public boolean wantsAllIssues() {
      return false;
    }

    @Override
    public void issue(ObjectNode issue) {}
  }
}
