package dev.crossfade.reconcile.proof;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.reconcile.proof.TenantEvidence.SnapshotEvidence;
import dev.crossfade.reconcile.proof.TenantEvidence.Source;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proofs on a real tenants topic. */
@ExtendWith(RealServers.class)
class ProofPublisherIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final int PARTITIONS = 3;

  /** Evidence that a test sets. */
  private static final class Evidence implements EvidenceSource {
    final Map<String, TenantEvidence> all = new ConcurrentHashMap<>();
    final Set<String> changed = ConcurrentHashMap.newKeySet();
    final Set<Integer> seen = ConcurrentHashMap.newKeySet();
    final AtomicInteger looks = new AtomicInteger();
    volatile boolean away;

    void put(String tenant, boolean parked) {
      int partition = Partitioner.partition(tenant, PARTITIONS);
      SnapshotEvidence snapshot = new SnapshotEvidence(new Position(partition, 7), true, true);
      all.put(
          tenant,
          new TenantEvidence(
              tenant,
              List.of(new Source("browser-a", false, snapshot)),
              new Position(partition, 9),
              parked ? Set.of(Waits.PARKED) : Set.of(),
              false));
      changed.add(tenant);
    }

    @Override
    public Set<Integer> partitions() {
      return Set.of(0, 1, 2);
    }

    /** Tells of all once, and then of those alone that it is asked about. */
    @Override
    public void look(int partition, Set<String> also, Sink sink) {
      looks.incrementAndGet();
      if (away) {
        throw new IllegalStateException("away");
      }
      boolean first = seen.add(partition);
      for (TenantEvidence one : all.values()) {
        if (Partitioner.partition(one.tenant(), PARTITIONS) == partition
            && (first || also.contains(one.tenant()) || changed.remove(one.tenant()))) {
          sink.take(one);
        }
      }
      sink.settle();
    }
  }

  @Test
  @DisplayName("Each change of a tenant is published once, by whoever looks, and followed by all")
  void published(TestKafka kafka) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    Evidence evidence = new Evidence();
    for (int i = 0; i < 50; i++) {
      evidence.put("school-" + i, false);
    }
    try (Migration migration = create(kafka.namespace(), client);
        ProofBoard board = ProofBoard.open(migration, client)) {
      // when: nobody is let in
      try (ProofPublisher first = start(migration, client, board, evidence)) {
        await().atMost(PATIENCE).until(() -> board.all().size() == 50);
        looks(evidence, 9);
        assertThat(first).isNotNull();
      }
      // then
      assertThat(board.all().values())
          .allMatch(p -> p.state() == ProofState.VERIFIED && !p.reading());
      assertThat(entries(kafka.namespace(), client)).hasSize(50);

      // when: all are let in, and another publisher looks
      evidence.seen.clear();
      try (ProofPublisher second = start(migration, client, board, evidence)) {
        looks(evidence, 9);
        assertThat(entries(kafka.namespace(), client)).hasSize(50);
        change(migration, new Share(Mode.HYBRID, 10_000));
        await()
            .atMost(PATIENCE)
            .until(() -> board.all().values().stream().allMatch(TenantProof::reading));
        assertThat(entries(kafka.namespace(), client)).hasSize(100);

        // when: one waits while nothing can be asked, then can
        evidence.away = true;
        evidence.put("school-7", true);
        looks(evidence, 9);
        assertThat(state(board, "school-7")).isEqualTo(ProofState.VERIFIED);
        evidence.away = false;
        await().atMost(PATIENCE).until(() -> state(board, "school-7") == ProofState.WAITING);
        assertThat(second).isNotNull();
      }

      // then: I10, what waits reads on, and no longer once it was let go
      assertThat(board.of("school-7").orElseThrow().reading()).isTrue();
      change(migration, Share.START);
      evidence.seen.clear();
      try (ProofPublisher third = start(migration, client, board, evidence)) {
        await().atMost(PATIENCE).until(() -> state(board, "school-7") == ProofState.UNPROVEN);
        await()
            .atMost(PATIENCE)
            .until(() -> board.all().values().stream().noneMatch(TenantProof::reading));
        assertThat(third).isNotNull();
      }
      assertThat(entries(kafka.namespace(), client))
          .hasSize(151)
          .allSatisfy(
              entry ->
                  assertThat(entry.partition())
                      .isEqualTo(
                          Partitioner.partition(
                              requireNonNull(TenantProof.tenant(entry.key())), PARTITIONS)));
      assertThat(board.of("school-7").orElseThrow().control())
          .isEqualTo(migration.control().state().version());
    }
  }

  @Test
  @DisplayName("I10: an entry that another one wrote, who did not know better, does not stand")
  void foreign(TestKafka kafka) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    String name = kafka.namespace() + "f";
    Evidence evidence = new Evidence();
    evidence.put("school-1", true);
    try (Migration migration = create(name, client);
        ProofBoard board = ProofBoard.open(migration, client);
        ProofPublisher publisher = start(migration, client, board, evidence)) {
      await().atMost(PATIENCE).until(() -> board.all().size() == 1);
      looks(evidence, 9);
      TenantProof ours = board.of("school-1").orElseThrow();
      assertThat(publisher).isNotNull();
      assertThat(ours.state()).isEqualTo(ProofState.UNPROVEN);

      // when: one who was stopped before the write was parked, and goes on
      TenantProof stale =
          new TenantProof(
              ProofState.VERIFIED,
              false,
              ours.position(),
              ours.since(),
              List.of(),
              ours.sources(),
              ours.control());
      int partition = Partitioner.partition("school-1", PARTITIONS);
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>copyOf(client),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        producer
            .send(
                new ProducerRecord<>(
                    migration.topics().tenants(),
                    partition,
                    TenantProof.key("school-1"),
                    stale.bytes()))
            .get();
      }

      // then
      await().atMost(PATIENCE).until(() -> entries(name, client).size() == 3);
      await().atMost(PATIENCE).until(() -> state(board, "school-1") == ProofState.UNPROVEN);
      looks(evidence, 9);
      assertThat(entries(name, client)).hasSize(3);
    }
  }

  private static ProofState state(ProofBoard board, String tenant) {
    return board.of(tenant).map(TenantProof::state).orElse(ProofState.UNPROVEN);
  }

  private static void looks(Evidence evidence, int more) {
    int now = evidence.looks.get();
    await().atMost(PATIENCE).until(() -> evidence.looks.get() > now + more);
  }

  private static ProofPublisher start(
      Migration migration, Map<String, String> client, ProofBoard board, Evidence evidence) {
    return ProofPublisher.start(migration, client, board, evidence, EVERY, InstantSource.system());
  }

  private static void change(Migration migration, Share share) throws Exception {
    migration
        .control()
        .append(
            migration.control().state(),
            CutoverEvents.CHANGED,
            CutoverEvents.changed(share, Cause.OPERATOR, "ada", "why", new Grounds(true, null)),
            PATIENCE);
  }

  private static Migration create(String name, Map<String, String> client) throws Exception {
    Migration migration =
        Migration.open(name, client, "/services/reconciler", InstantSource.system());
    MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
    setup.createTopics(migration.topics());
    setup.publish(migration, Blueprint.load(Path.of("../blueprints/school")));
    return migration;
  }

  /** All that was ever written: the topic is far from being compacted. */
  private static List<ConsumerRecord<byte[], byte[]>> entries(
      String name, Map<String, String> client) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>copyOf(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name + ".tenants").stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      assertThat(partitions).hasSize(PARTITIONS);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }
}
