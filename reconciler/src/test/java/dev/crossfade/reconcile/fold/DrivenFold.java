package dev.crossfade.reconcile.fold;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.kit.health.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology of a fold, driven without a broker: one partition, one that is number 0. */
public final class DrivenFold implements AutoCloseable {
  /** When the first event was appended. */
  public static final Instant BEGAN = Instant.parse("2026-11-20T10:00:00Z");

  final Map<Digest, Blueprint> published = new HashMap<>(Notes.ALL);
  int controlReadings;
  @Nullable Long applied;

  private final HeldPartitions held = new HeldPartitions();
  private final FoldMemory memory;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> topic;

  /** With its state in this directory. */
  public DrivenFold(Path directory) {
    this(directory, "topic-1");
  }

  DrivenFold(Path directory, String topicId) {
    FoldSettings settings = FoldSettings.of(Map.of("bootstrap.servers", "127.0.0.1:9"), directory);
    this.memory = new FoldMemory(16L * 1024 * 1024);
    Properties properties = StreamsSettings.of("notes", settings, memory);
    this.driver =
        new TopologyTestDriver(
            FoldTopology.of("notes.changes", new Log(topicId), held, partition -> applied),
            properties,
            BEGAN);
    this.topic =
        driver.createInputTopic(
            "notes.changes", new ByteArraySerializer(), new ByteArraySerializer());
  }

  private final class Log implements LogReader {
    private final String topicId;

    Log(String topicId) {
      this.topicId = topicId;
    }

    @Override
    public String topicId() {
      return topicId;
    }

    @Override
    public int partitions() {
      return 1;
    }

    @Override
    public Optional<Blueprint> blueprint(Digest digest) {
      return Optional.ofNullable(published.get(digest));
    }

    @Override
    public long readControlToEnd(int partition) {
      controlReadings++;
      onControlReading.run();
      return 0;
    }
  }

  /** What the control log turns out to hold when it is read to its end. */
  Runnable onControlReading = () -> {};

  /** Folds another event. */
  public void append(Message message, Instant appended) {
    Headers headers = new RecordHeaders();
    for (LogRecord.Header header : message.headers()) {
      headers.add(header.name(), header.value());
    }
    topic.pipeInput(new TestRecord<>(message.key(), message.value(), headers, appended));
  }

  void pass(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** As others see it. */
  public Fold asFold() {
    return new Fold() {
      @Override
      public String migration() {
        return "notes";
      }

      @Override
      public Map<Integer, Long> partitions() {
        return Map.of(0, fold().progress().next());
      }

      @Override
      public FoldAnswer at(int partition, long nextOffset) {
        return partition == 0 ? fold().at(nextOffset) : new FoldAnswer.NotHere();
      }

      @Override
      public FoldAnswer atEnd(int partition) {
        return fold().at(null);
      }

      @Override
      public long lag() {
        return 0;
      }

      @Override
      public HealthCheck.Result health() {
        return HealthCheck.up("driven");
      }

      @Override
      public void close() {}
    };
  }

  PartitionFold fold() {
    PartitionFold fold = held.get(0);
    if (fold == null) {
      throw new AssertionError("the partition is not held");
    }
    return fold;
  }

  FoldAnswer at(long nextOffset) {
    return fold().at(nextOffset);
  }

  FoldView view(long nextOffset) {
    if (at(nextOffset) instanceof FoldAnswer.At(FoldView view)) {
      return view;
    }
    throw new AssertionError("no view at " + nextOffset + ", but " + at(nextOffset));
  }

  @Override
  public void close() {
    driver.close();
    memory.close();
  }
}
