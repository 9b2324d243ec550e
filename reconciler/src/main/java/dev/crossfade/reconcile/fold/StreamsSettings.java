package dev.crossfade.reconcile.fold;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told. */
final class StreamsSettings {
  private static final String APPLICATION = "crossfade-reconciler-";
  private static final int COMMIT_MS = 1_000;
  private static final int REQUEST_BYTES = 4 * 1024 * 1024;

  /** One part in so many of the memory is for what waits for the next commit. */
  private static final int CACHE_PART = 4;

  private StreamsSettings() {}

  /** The application, and so the consumer group, of a migration's fold. */
  static String application(String migration) {
    return APPLICATION + migration;
  }

  static long cacheBytes(FoldSettings settings) {
    return settings.memory() / CACHE_PART;
  }

  static Properties of(String migration, FoldSettings settings, FoldMemory memory) {
    Properties p = new Properties();
    p.putAll(settings.kafka());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, application(migration));
    p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    // Views read what is folded, committed or not: the log decides, so both come to the same.
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MS);
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes(settings));
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    p.put(FoldMemory.SETTING, memory);
    int session = (int) settings.sessionTimeout().toMillis();
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / 4);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), REQUEST_BYTES);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // A transaction's first batch may have to wait for the end of the last one: what was sent
    // behind it would be refused as out of order, and logged as an error by the broker.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    // A changelog's old values go as soon as they are half of it.
    p.put(StreamsConfig.topicPrefix(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG), "0.5");
    return p;
  }
}
