package dev.crossfade.reconcile.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SnapshotState.Status;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.reconcile.snapshot.SnapshotRows.Complete;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of snapshots as a real broker has them. */
@ExtendWith(RealServers.class)
class SnapshotRowsIT {
  private static final Digest BLUEPRINT = Digest.of("blueprint".getBytes(UTF_8));
  private static final Digest LATER = Digest.of("later".getBytes(UTF_8));
  private static final SourceKey X = new SourceKey("t", "x");
  private static final SourceKey Y = new SourceKey("t", "y");

  private final Map<String, String> client;
  private final String topic;
  private KafkaProducer<byte[], byte[]> producer;

  private final List<SnapshotRow> rows = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  SnapshotRowsIT(TestKafka kafka) {
    client = Map.of("bootstrap.servers", kafka.bootstrap());
    topic = kafka.namespace() + Long.toString(System.nanoTime(), 36);
  }

  @BeforeEach
  void begin() throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(client),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void end() {
    producer.close();
  }

  private SnapshotRows open(int blockBytes) {
    return new SnapshotRows(
        client, topic, new EventReader(1, BLUEPRINT::equals), blockBytes, Duration.ofSeconds(5));
  }

  private SnapshotRows.Taker taker() {
    rows.clear();
    unreadable.clear();
    return new SnapshotRows.Taker() {
      @Override
      public void ended(SnapshotRows.Complete snapshot, Document audit) {}

      @Override
      public void row(SnapshotRow row) {
        rows.add(row);
      }

      @Override
      public void unreadable(RecordKey record, @Nullable SourceKey source) {
        unreadable.add(record.id() + " " + (source == null ? "" : source.source()));
      }
    };
  }

  private static Complete complete(SourceKey source, String id, long started, long ended) {
    return new Complete(
        source,
        new SnapshotState(
            new Snapshot(id, new Watermark.Through(5)),
            new Position(0, started),
            Status.COMPLETE,
            new Position(0, ended)));
  }

  private long append(ChangeEvent event) throws Exception {
    return producer.send(KafkaRecords.write(topic, 0, EventCodec.encode(event))).get().offset();
  }

  private long row(SourceKey source, String snapshot, String id, Digest blueprint)
      throws Exception {
    return append(
        new RecordRead(
            new Envelope(snapshot + ":0:" + id, source, 0, null, null),
            new RecordKey("t", "notes", id),
            new Snapshot(snapshot, new Watermark.Through(5)),
            new SchemaReference(blueprint, 1),
            Document.parse("{\"id\":\"%s\"}".formatted(id).getBytes(UTF_8))));
  }

  private long live(SourceKey source, String id) throws Exception {
    return append(
        new RecordChange(
            new Envelope(id, source, 1, null, null),
            new RecordKey("t", "notes", id),
            Kind.UPDATED,
            Basis.UNKNOWN,
            new SchemaReference(BLUEPRINT, 1),
            Document.parse("{}".getBytes(UTF_8))));
  }

  private List<String> ids() {
    return rows.stream().map(row -> row.read().record().id()).toList();
  }

  @Test
  @DisplayName("the rows between a snapshot's markers come, the last one first, and no others")
  void read() throws Exception {
    // given
    row(X, "one", "before", BLUEPRINT);
    long started = live(X, "marker");
    row(X, "one", "a", BLUEPRINT);
    row(Y, "one", "of y", BLUEPRINT);
    row(X, "other", "of another", BLUEPRINT);
    live(X, "live");
    row(X, "one", "b", BLUEPRINT);
    row(X, "one", "later", LATER);
    row(Y, "one", "not wanted", LATER);
    long last = row(X, "one", "a", BLUEPRINT);
    long ended = live(X, "marker");
    row(X, "one", "behind", BLUEPRINT);
    // when
    try (SnapshotRows log = open(1 << 20)) {
      log.read(0, List.of(complete(X, "one", started, ended)), taker());
    }
    // then
    assertThat(ids()).containsExactly("a", "b", "a");
    assertThat(rows.getFirst().offset()).isEqualTo(last);
    assertThat(unreadable).containsExactly("later x");
  }

  @Test
  @DisplayName("several snapshots come in one reading, however little is held at once")
  void several() throws Exception {
    // given
    long beganX = live(X, "marker");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      row(X, "one", "x" + i, BLUEPRINT);
      expected.addFirst("x" + i);
    }
    long beganY = live(Y, "marker");
    for (int i = 0; i < 60; i++) {
      row(i % 2 == 0 ? X : Y, i % 2 == 0 ? "one" : "two", "z" + i, BLUEPRINT);
      expected.addFirst("z" + i);
    }
    long endedX = live(X, "marker");
    long endedY = live(Y, "marker");
    // when
    try (SnapshotRows log = open(100)) {
      log.read(
          0,
          List.of(complete(Y, "two", beganY, endedY), complete(X, "one", beganX, endedX)),
          taker());
    }
    // then
    assertThat(ids()).containsExactlyElementsOf(expected);
  }

  @Test
  @DisplayName("rows are found again where they lie, and a log that ends too early is a fault")
  void again() throws Exception {
    // given
    long first = row(X, "one", "a", BLUEPRINT);
    for (int i = 0; i < 600; i++) {
      row(X, "one", "n" + i, BLUEPRINT);
    }
    long live = live(X, "live");
    long last = row(X, "one", "b", BLUEPRINT);
    // when
    try (SnapshotRows log = open(1 << 20)) {
      rows.addAll(log.at(0, List.of(last, first, live)));
      // then
      assertThat(ids()).containsExactly("a", "b");
      assertThat(rows).extracting(SnapshotRow::offset).containsExactly(first, last);
      assertThat(log.at(0, List.of())).isEmpty();
      assertThatThrownBy(() -> log.read(0, List.of(complete(X, "one", first, last + 5)), taker()))
          .isInstanceOf(KafkaException.class);
    }
  }
}
