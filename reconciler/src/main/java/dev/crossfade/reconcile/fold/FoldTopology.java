package dev.crossfade.reconcile.fold;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the topology of a fold: one processor over the log of changes, and its two stores. */
final class FoldTopology {
  private static final String SOURCE = "changes";
  private static final String FOLD = "fold";

  /** A record without a time would be left out. */
  private static final TimestampExtractor TIMES = (kafka, last) -> Math.max(0, kafka.timestamp());

  /** Documents are up to 1 MiB, and a state bears more than its document. */
  private static final Map<String, String> CHANGELOG = Map.of("max.message.bytes", "4194304");

  private FoldTopology() {}

  static Topology of(String topic, LogReader log, HeldPartitions held, AppliedPositions applied) {
    Topology topology = new Topology();
    topology.addSource(
        AutoOffsetReset.none(),
        SOURCE,
        TIMES,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
    topology.addProcessor(FOLD, () -> new FoldProcessor(log, held, applied), SOURCE);
    topology.addStateStore(store(FoldTables.STATES).withCachingDisabled(), FOLD);
    topology.addStateStore(store(FoldTables.FACTS).withCachingEnabled(), FOLD);
    return topology;
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }
}
