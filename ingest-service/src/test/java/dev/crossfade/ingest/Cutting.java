package dev.crossfade.ingest;

import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.log.ControlLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Changes the cutover of a migration and what is proven, as the reconciler does. */
final class Cutting implements AutoCloseable {
  private static final Grounds FORCED = new Grounds(true, null);

  static final List<ProofState> STATES = List.of(ProofState.values());

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Topics topics;
  private final ControlLog control;
  private final KafkaProducer<byte[], byte[]> producer;

  Cutting(School school) {
    this.topics = new Topics(school.name());
    this.control =
        ControlLog.open(school.name(), school.client(), "/tests", InstantSource.system());
    this.producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(school.client()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static TenantProof proof(ProofState state, boolean reading, String... sources) {
    Map<String, Position> ends = new TreeMap<>();
    for (String source : sources) {
      ends.put(source, new Position(0, ends.size()));
    }
    return new TenantProof(state, reading, null, Instant.EPOCH, List.of(), new TreeMap<>(ends), 1);
  }

  /** The same, judged under the present version of the control log. */
  TenantProof now(TenantProof proof) {
    return new TenantProof(
        proof.state(),
        proof.reading(),
        proof.position(),
        proof.since(),
        proof.reasons(),
        proof.sources(),
        version());
  }

  Cutover cutover() {
    return control.state().cutover();
  }

  long version() {
    return control.state().version();
  }

  void share(Mode mode, int basisPoints) {
    append(
        CutoverEvents.CHANGED,
        CutoverEvents.changed(new Share(mode, basisPoints), Cause.OPERATOR, "ada", "test", FORCED));
  }

  void pin(String tenant, @Nullable Reads reads) {
    append(CutoverEvents.PINNED, CutoverEvents.pinned(tenant, reads, "ada", "test"));
  }

  void capture(boolean on) {
    append(CutoverEvents.CAPTURE_SWITCHED, CutoverEvents.captureSwitched(on, "ada", "test"));
  }

  void queue(String tenant, boolean queue) {
    append(
        CutoverEvents.WRITES_SWITCHED, CutoverEvents.writesSwitched(tenant, queue, "ada", "test"));
  }

  private void append(String type, ObjectNode data) {
    try {
      if (!control.awaitEnd(PATIENCE)) {
        throw new IllegalStateException("the control topic cannot be read");
      }
      ControlState from = control.state();
      if (!(control.append(from, type, data, PATIENCE) instanceof ControlLog.Appended.Counted)) {
        throw new IllegalStateException("somebody else changed it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes a proof; null takes it away. */
  void prove(String tenant, @Nullable TenantProof proof) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topics.tenants(),
                Partitioner.partition(tenant, School.PARTITIONS),
                TenantProof.key(tenant),
                proof == null ? null : proof.bytes()));
    producer.flush();
  }

  /** Bytes that are no proof, under the tenant's key. */
  void spoil(String tenant, byte[] value) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topics.tenants(),
                Partitioner.partition(tenant, School.PARTITIONS),
                TenantProof.key(tenant),
                value));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
    control.close();
  }
}
