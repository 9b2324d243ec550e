package dev.crossfade.reconcile.proof;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges each tenant of the partitions at hand, again and again, and publishes what has changed. It
 * follows the cutover, too: a tenant that is let in or leaves has another entry. What was published
 * before is read first, so a new publisher goes on where the last one stood. Thread-safe.
 */
public final class ProofPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProofPublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_IN_FLIGHT = 10_000;

  private final Migration migration;
  private final ProofBoard board;
  private final EvidenceSource source;
  private final InstantSource clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService looks;

  /** What was written here and acknowledged; the board may be a moment behind. */
  private final Map<Integer, Map<String, TenantProof>> written = new HashMap<>();

  private String lastFault = "";

  private ProofPublisher(
      Migration migration,
      Map<String, String> client,
      ProofBoard board,
      EvidenceSource source,
      InstantSource clock) {
    this.migration = migration;
    this.board = board;
    this.source = source;
    this.clock = clock;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("proofs-" + migration.name()).daemon().factory());
  }

  /**
   * Publishes from now on.
   *
   * @param client what reaches and authenticates with the broker
   * @param every how often the evidence is asked for
   */
  public static ProofPublisher start(
      Migration migration,
      Map<String, String> client,
      ProofBoard board,
      EvidenceSource source,
      Duration every,
      InstantSource clock) {
    ProofPublisher publisher = new ProofPublisher(migration, client, board, source, clock);
    var looking =
        publisher.looks.scheduleWithFixedDelay(
            publisher::safeLook, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    log.debug("proofs of {} are published: {}", migration.name(), !looking.isDone());
    return publisher;
  }

  private void safeLook() {
    try {
      look();
      lastFault = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      // What was published stands. Told once, not each second.
      if (!e.toString().equals(lastFault)) {
        log.warn("Proofs of {} cannot be published: {}", migration.name(), e.toString());
      }
      lastFault = e.toString();
      written.clear();
    }
  }

  private void look() throws InterruptedException, ExecutionException, TimeoutException {
    if (!board.caughtUp() || !migration.known()) {
      return;
    }
    written.keySet().retainAll(source.partitions());
    for (int partition : source.partitions()) {
      publish(partition, source.of(partition));
    }
  }

  private void publish(int partition, List<TenantEvidence> all)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, TenantProof> known =
        written.computeIfAbsent(partition, missing -> new HashMap<>());
    Map<String, Future<RecordMetadata>> sent = new HashMap<>();
    Map<String, TenantProof> next = new HashMap<>();
    for (TenantEvidence evidence : all) {
      String tenant = evidence.tenant();
      // Read anew for each: a raise that comes meanwhile finds those behind it.
      ControlState state = migration.control().state();
      TenantProof before = known.get(tenant);
      if (before == null) {
        before = board.of(tenant).orElse(null);
      }
      var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      TenantProof proof =
          ProofRule.judge(evidence, before, state.cutover(), state.version(), now);
      if (before != null && before.agrees(proof)) {
        known.put(tenant, before);
        continue;
      }
      next.put(tenant, proof);
      sent.put(tenant, send(tenant, proof));
      if (sent.size() >= MAX_IN_FLIGHT) {
        settle(sent, next, known);
      }
    }
    settle(sent, next, known);
  }

  private Future<RecordMetadata> send(String tenant, TenantProof proof) {
    int partitions =
        migration.log().orElseThrow(() -> new KafkaException("no log is known")).partitions();
    Message message = new Message(TenantProof.key(tenant), List.of(), proof.bytes());
    return producer.send(
        KafkaRecords.write(
            migration.topics().tenants(), Partitioner.partition(tenant, partitions), message));
  }

  private static void settle(
      Map<String, Future<RecordMetadata>> sent,
      Map<String, TenantProof> next,
      Map<String, TenantProof> known)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (var one : sent.entrySet()) {
      one.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    known.putAll(next);
    sent.clear();
    next.clear();
  }

  @Override
  public void close() {
    looks.shutdownNow();
    try {
      if (!looks.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("A look at the proofs does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(PATIENCE);
  }
}
