package dev.crossfade.reconcile.proof;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the tenants of the partitions at hand: all of them once, then those whose evidence,
 * cutover or entry may be another, and publishes what has changed. What was published before is
 * read first, so a new publisher goes on where the last one stood. Thread-safe.
 */
public final class ProofPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProofPublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final int MAX_IN_FLIGHT = 10_000;

  private final Migration migration;
  private final ProofBoard board;
  private final EvidenceSource source;
  private final InstantSource clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService looks;

  // The looking thread's own.

  /** What was written here and acknowledged, until the board has it: that is a moment behind. */
  private final Map<String, Written> written = new HashMap<>();

  /** By partition, who is to be judged again whatever the evidence says. */
  private final Map<Integer, Set<String>> touched = new HashMap<>();

  /** The cutover that {@code touched} was told of last. */
  private @Nullable Cutover followed;

  private String lastFault = "";
  private long startsSince = -1;

  private record Written(TenantProof proof, long offset) {}

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
      startsSince = -1;
    } catch (EvidenceSource.NotYetException e) {
      // A fold that starts, or that PostgreSQL has overtaken for a moment, is nothing to tell of.
      long now = System.nanoTime();
      startsSince = startsSince < 0 ? now : startsSince;
      if (now - startsSince > QUIET.toNanos()) {
        tell(String.valueOf(e.getMessage()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      tell(ScrubbedFault.line(e));
    }
  }

  /** What was published stands. Told once, not each second; and not of what a stop brings about. */
  private void tell(String fault) {
    if (!looks.isShutdown() && !fault.equals(lastFault)) {
      log.warn("Proofs of {} cannot be published: {}", migration.name(), fault);
    }
    lastFault = fault;
  }

  private void look() throws InterruptedException, ExecutionException, TimeoutException {
    if (!board.caughtUp() || !migration.known()) {
      return;
    }
    Set<Integer> here = source.partitions();
    touched.keySet().retainAll(here);
    takeNews(here);
    followCutover(here);
    EvidenceSource.NotYetException notYet = null;
    for (int partition : here) {
      Set<String> also = touched.computeIfAbsent(partition, missing -> new HashSet<>());
      try {
        publish(partition, also);
        also.clear();
      } catch (EvidenceSource.NotYetException e) {
        // One partition that is restored keeps no other one waiting.
        notYet = e;
      }
    }
    if (notYet != null) {
      throw notYet;
    }
  }

  /**
   * An entry that is not the one written here last was written by somebody else: one that lost the
   * partition and did not know yet. It is judged anew, or it would stand.
   */
  private void takeNews(Set<Integer> here) {
    int partitions = partitions();
    board
        .takeNews()
        .forEach(
            (tenant, offset) -> {
              Written mine = written.get(tenant);
              if (mine != null && offset >= mine.offset()) {
                written.remove(tenant);
              }
              boolean foreign = mine == null || offset > mine.offset();
              if (foreign) {
                touch(tenant, partitions, here);
              }
            });
  }

  /** Whoever comes in, leaves, or left and came in again, by a change of the cutover. */
  private void followCutover(Set<Integer> here) {
    Cutover now = migration.control().state().cutover();
    Cutover before = followed;
    if (before == null || before.version() == now.version()) {
      followed = now;
      return;
    }
    int partitions = partitions();
    for (String tenant : board.all().keySet()) {
      boolean admitted = now.admits(tenant);
      if (admitted != before.admits(tenant)
          || (admitted && !now.admitsSince(tenant, before.version()))) {
        touch(tenant, partitions, here);
      }
    }
    // What was written and is not read yet is not on the board.
    written.keySet().forEach(tenant -> touch(tenant, partitions, here));
    followed = now;
  }

  private void touch(String tenant, int partitions, Set<Integer> here) {
    int partition = Partitioner.partition(tenant, partitions);
    if (here.contains(partition)) {
      touched.computeIfAbsent(partition, missing -> new HashSet<>()).add(tenant);
    }
  }

  private int partitions() {
    return migration.log().orElseThrow(() -> new KafkaException("no log is known")).partitions();
  }

  private void publish(int partition, Set<String> also)
      throws InterruptedException, ExecutionException, TimeoutException {
    Publishing sink = new Publishing(partition);
    try {
      source.look(partition, also, sink);
    } catch (NotPublishedException e) {
      switch (e.getCause()) {
        case InterruptedException stopped -> throw stopped;
        case ExecutionException refused -> throw refused;
        case TimeoutException late -> throw late;
        case null, default -> throw e;
      }
    }
  }

  /** What kept a proof from the topic, through a source of evidence that knows nothing of it. */
  private static final class NotPublishedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPublishedException(Exception cause) {
      super(cause);
    }
  }

  /** Judges and sends; so many at a time. */
  private final class Publishing implements EvidenceSource.Sink {
    private final int partition;
    private final Map<String, Future<RecordMetadata>> sent = new HashMap<>();
    private final Map<String, TenantProof> next = new HashMap<>();

    Publishing(int partition) {
      this.partition = partition;
    }

    @Override
    public void take(TenantEvidence evidence) {
      String tenant = evidence.tenant();
      // Read anew for each: a raise that comes meanwhile finds those behind it.
      ControlState state = migration.control().state();
      Written mine = written.get(tenant);
      TenantProof before = mine == null ? board.of(tenant).orElse(null) : mine.proof();
      var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      TenantProof proof = ProofRule.judge(evidence, before, state.cutover(), state.version(), now);
      if (before != null && before.agrees(proof)) {
        return;
      }
      next.put(tenant, proof);
      sent.put(tenant, send(partition, tenant, proof));
      if (sent.size() >= MAX_IN_FLIGHT) {
        settle();
      }
    }

    @Override
    public void settle() {
      try {
        for (var one : sent.entrySet()) {
          long offset = one.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).offset();
          TenantProof proof = next.get(one.getKey());
          if (proof != null) {
            written.put(one.getKey(), new Written(proof, offset));
          }
        }
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new NotPublishedException(e);
      }
      sent.clear();
      next.clear();
    }
  }

  private Future<RecordMetadata> send(int partition, String tenant, TenantProof proof) {
    Message message = new Message(TenantProof.key(tenant), List.of(), proof.bytes());
    return producer.send(KafkaRecords.write(migration.topics().tenants(), partition, message));
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
