package dev.crossfade.reconcile.fold;

import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds one partition, event by event. An offset that does not follow the last one, or a state of
 * another log, lets the partition stand still. Used by one thread of Kafka Streams.
 */
final class FoldProcessor implements Processor<byte[], byte[], Void, Void> {
  private static final Logger log = LoggerFactory.getLogger(FoldProcessor.class);
  private static final Duration PRUNE_EVERY = Duration.ofSeconds(5);

  private final LogReader reader;
  private final HeldPartitions held;
  private final AppliedPositions applied;

  private @Nullable Folding folding;

  FoldProcessor(LogReader reader, HeldPartitions held, AppliedPositions applied) {
    this.reader = reader;
    this.held = held;
    this.applied = applied;
  }

  /** What there is between init and close. */
  private record Folding(
      ProcessorContext<Void, Void> context,
      PartitionFold fold,
      FoldStates states,
      KnownBlueprints blueprints,
      EventReader events,
      Decider decider,
      Pruning pruning) {}

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    int partition = context.taskId().partition();
    KeyValueStore<Bytes, byte[]> states = context.getStateStore(FoldTables.STATES);
    KeyValueStore<Bytes, byte[]> facts = context.getStateStore(FoldTables.FACTS);
    FoldTables tables = new FoldTables(states, facts, partition);
    Progress stored = tables.progress();
    Progress progress = stored == null ? new Progress(reader.topicId(), 0, 0, 0, 0) : stored;
    PartitionFold fold = new PartitionFold(partition, tables, progress);
    if (!progress.topicId().equals(reader.topicId())) {
      fold.halt(
          "Partition "
              + partition
              + " was folded from another log (topic id "
              + progress.topicId()
              + " instead of "
              + reader.topicId()
              + "). Restore the log, or remove the fold's state and changelog topics.");
    }
    FoldStates moved = new FoldStates(tables);
    KnownBlueprints blueprints = new KnownBlueprints(reader, partition);
    Pruning pruning = new Pruning(fold, tables, applied);
    folding =
        new Folding(
            context,
            fold,
            moved,
            blueprints,
            new EventReader(reader.partitions(), blueprints),
            new Decider(moved, blueprints::get),
            pruning);
    context.schedule(PRUNE_EVERY, PunctuationType.WALL_CLOCK_TIME, pruning::prune);
    pruning.look(context.currentSystemTimeMs());
    held.add(fold);
  }

  @Override
  public void process(Record<byte[], byte[]> kafka) {
    Folding now = Objects.requireNonNull(folding);
    // Only what a punctuation makes has no place, and none makes anything.
    RecordMetadata place = now.context().recordMetadata().orElseThrow();
    long offset = place.offset();
    if (now.fold().halted() != null || !now.fold().follows(offset)) {
      return;
    }
    LogRecord record =
        KafkaRecords.read(
            new Position(place.partition(), offset),
            kafka.timestamp(),
            kafka.key(),
            kafka.headers(),
            kafka.value());
    now.blueprints().at(offset);
    Decoded decoded = now.events().read(record);
    now.fold().write(() -> fold(now, decoded, offset, kafka.timestamp()));
  }

  private static void fold(Folding now, Decoded decoded, long offset, long appended) {
    Outcome outcome;
    try {
      now.states().begin(decoded);
      outcome = now.decider().decide(decoded);
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      // What it would have done is forgotten as a whole; nothing of it has reached the stores.
      now.fold().halt("Offset " + offset + " cannot be decided: a fault of Crossfade itself.");
      log.error("Offset {} cannot be decided: {}", offset, e.getClass().getName());
      return;
    }
    Progress progress = now.fold().progress().behind(offset, appended);
    boolean keepDelta = now.pruning().keeps(offset);
    String tenant = now.states().store(decoded, outcome, keepDelta);
    if (tenant != null) {
      now.fold().moved(tenant, offset);
    }
    now.fold().progress(keepDelta ? progress : progress.raised(offset + 1));
  }

  @Override
  public void close() {
    Folding now = folding;
    if (now != null) {
      held.remove(now.fold());
      now.fold().close();
      folding = null;
    }
  }
}
