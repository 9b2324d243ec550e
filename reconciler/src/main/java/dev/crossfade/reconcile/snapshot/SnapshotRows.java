package dev.crossfade.reconcile.snapshot;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of complete snapshots out of the log of changes: what lies in the tenant's
 * partition between a snapshot's markers, and is of it. The log is read backwards, block by block,
 * so that of several rows about one record the one that counts comes first, and once for all
 * snapshots that lie there. Not thread-safe.
 */
public final class SnapshotRows implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BLOCK = 4_000;
  private static final int BLOCK_BYTES = 8 * 1024 * 1024;

  /** Where it is cheaper to read on than to ask for another place. */
  private static final int NEAR = 500;

  private final String topic;
  private final EventReader reader;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int blockBytes;
  private final Duration patience;

  /**
   * @param client what reaches and authenticates with the broker
   * @param topic the log of changes
   * @param reader one that knows all blueprints of the control log, read to its end behind the
   *     snapshot
   */
  public SnapshotRows(Map<String, String> client, String topic, EventReader reader) {
    this(client, topic, reader, BLOCK_BYTES, PATIENCE);
  }

  /**
   * @param blockBytes of the documents that are held at once, but for a single larger one
   * @param patience with a broker that is silent
   */
  SnapshotRows(
      Map<String, String> client,
      String topic,
      EventReader reader,
      int blockBytes,
      Duration patience) {
    this.topic = topic;
    this.reader = reader;
    this.blockBytes = blockBytes;
    this.patience = patience;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A complete snapshot of a source. */
  public record Complete(SourceKey source, SnapshotState snapshot) {
    private long from() {
      return snapshot.started().offset() + 1;
    }

    /** The offset of its end marker. */
    public long end() {
      Position ended = Objects.requireNonNull(snapshot.ended(), "a complete snapshot has an end");
      return ended.offset();
    }

    private boolean spans(long offset) {
      return offset >= from() && offset < end();
    }
  }

  /** Takes what is read. */
  public interface Taker {
    /** A row: those that are given later lie before it. */
    void row(SnapshotRow row);

    /**
     * Something about this record that cannot be read: it may have been a row. May be told again.
     *
     * @param source whose it is; null where that cannot be read either
     */
    void unreadable(RecordKey record, @Nullable SourceKey source);

    /** The end of a snapshot, with what was found in the store. May be told again. */
    void ended(Complete snapshot, Document audit);
  }

  /**
   * Gives all rows of snapshots.
   *
   * @param partition that they lie in
   * @throws KafkaException when the log cannot be read, or does not reach to an end marker
   */
  public void read(int partition, Collection<Complete> snapshots, Taker taker) {
    Map<SourceKey, Complete> bySource = new HashMap<>();
    snapshots.forEach(one -> bySource.put(one.source(), one));
    TopicPartition of = assign(partition);
    for (Span span : spans(snapshots)) {
      long end = span.end() + 1;
      while (end > span.from()) {
        end = block(of, Math.max(span.from(), end - BLOCK), end, bySource, taker);
      }
    }
  }

  /**
   * The rows that lie at these offsets.
   *
   * @throws KafkaException when the log cannot be read, or does not reach there
   */
  public List<SnapshotRow> at(int partition, Collection<Long> offsets) {
    TopicPartition of = assign(partition);
    TreeSet<Long> wanted = new TreeSet<>(offsets);
    List<SnapshotRow> rows = new ArrayList<>();
    while (!wanted.isEmpty()) {
      long from = wanted.getFirst();
      long last = from;
      Long next = wanted.higher(last);
      while (next != null && next - last < NEAR) {
        last = next;
        next = wanted.higher(last);
      }
      forward(
          of,
          from,
          last + 1,
          record -> {
            if (wanted.remove(record.offset())
                && reader.read(KafkaRecords.read(record)) instanceof Decoded.Event event
                && event.event() instanceof RecordRead read) {
              rows.add(new SnapshotRow(record.offset(), event.log().appendTime(), read));
            }
          });
      wanted.headSet(last, true).clear();
    }
    return rows;
  }

  private TopicPartition assign(int partition) {
    TopicPartition of = new TopicPartition(topic, partition);
    consumer.assign(List.of(of));
    return of;
  }

  /** A stretch of the log. */
  private record Span(long from, long end) {}

  /** Where snapshots lie, none of it twice. */
  private static List<Span> spans(Collection<Complete> snapshots) {
    List<Span> spans = new ArrayList<>();
    List<Complete> sorted = new ArrayList<>(snapshots);
    sorted.sort(Comparator.comparingLong(Complete::from));
    for (Complete one : sorted) {
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && one.from() <= last.end()) {
        spans.set(spans.size() - 1, new Span(last.from(), Math.max(last.end(), one.end())));
      } else {
        spans.add(new Span(one.from(), one.end()));
      }
    }
    return spans;
  }

  /** Gives the rows of a stretch, the last one first; where it is too much, those at its end. */
  private long block(
      TopicPartition of, long from, long end, Map<SourceKey, Complete> snapshots, Taker taker) {
    Deque<SnapshotRow> rows = new ArrayDeque<>();
    long[] bytes = {0};
    long[] begin = {from};
    forward(
        of,
        from,
        end,
        record -> {
          SnapshotRow row = row(record, snapshots, taker);
          if (row == null) {
            return;
          }
          rows.addLast(row);
          bytes[0] += size(row);
          while (bytes[0] > blockBytes && rows.size() > 1) {
            SnapshotRow left = rows.removeFirst();
            bytes[0] -= size(left);
            begin[0] = left.offset() + 1;
          }
        });
    rows.descendingIterator().forEachRemaining(taker::row);
    return begin[0];
  }

  private static int size(SnapshotRow row) {
    return row.read().data().bytes().length;
  }

  private @Nullable SnapshotRow row(
      ConsumerRecord<byte[], byte[]> record, Map<SourceKey, Complete> snapshots, Taker taker) {
    return switch (reader.read(KafkaRecords.read(record))) {
      case Decoded.Event event -> {
        if (event.event() instanceof RecordRead read) {
          Complete of = snapshots.get(read.envelope().source());
          if (of != null
              && of.spans(record.offset())
              && of.snapshot().snapshot().id().equals(read.snapshot().id())) {
            yield new SnapshotRow(record.offset(), event.log().appendTime(), read);
          }
        } else if (event.event() instanceof SnapshotEnded ended) {
          Complete of = snapshots.get(ended.envelope().source());
          if (of != null && of.end() == record.offset()) {
            taker.ended(of, ended.audit());
          }
        }
        yield null;
      }
      case Decoded.Unreadable unreadable -> {
        RecordKey key = unreadable.record();
        SourceKey source = unreadable.envelope() == null ? null : unreadable.envelope().source();
        Complete of = source == null ? null : snapshots.get(source);
        if (key != null && (source == null || (of != null && of.spans(record.offset())))) {
          taker.unreadable(key, source);
        }
        yield null;
      }
    };
  }

  private void forward(
      TopicPartition of, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    consumer.seek(of, from);
    long heard = System.nanoTime();
    long next = from;
    while (next < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(of)) {
        if (record.offset() >= end) {
          return;
        }
        each.accept(record);
        next = record.offset() + 1;
        heard = System.nanoTime();
      }
      if (System.nanoTime() - heard > patience.toNanos()) {
        throw new KafkaException("the log of changes does not go on at " + of + ":" + next);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
