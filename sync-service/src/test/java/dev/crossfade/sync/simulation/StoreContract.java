package dev.crossfade.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import dev.crossfade.sync.store.Positions.Applied;
import dev.crossfade.sync.store.RowRef;
import dev.crossfade.sync.store.SeenEvents.EventKey;
import dev.crossfade.sync.store.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the store in memory and PostgreSQL have in common, as far as applying relies on it. */
abstract class StoreContract {
  private static final RecordKey CLASS = Events.key("classes", "1");
  private static final RecordKey STUDENT = Events.key("students", "1");
  private static final Instant NEVER = Events.START.plus(Duration.ofDays(365));

  /** The same store for the whole of a test, empty at its start. */
  abstract ApplyStore store();

  abstract LogPartition partition();

  /** The sums of the partition's buckets, but for those of no states. */
  abstract Map<Bucket, BucketSum> sums();

  private <T> T inside(Function<ApplyTransaction, T> work) {
    return store().transaction(partition(), work);
  }

  private boolean anyWaits() {
    return inside(tx -> tx.waiting().any());
  }

  private List<Parked> due(Instant now) {
    return inside(tx -> tx.waiting().due(now, 10));
  }

  private Map<RecordKey, Document> documents(RecordKey... keys) {
    return inside(tx -> tx.decided().documents(Set.of(keys)));
  }

  private SourceProgress source() {
    return Objects.requireNonNull(
        inside(tx -> tx.decided().sources(Set.of(Events.SOURCE))).get(Events.SOURCE));
  }

  private BatchApplier.Result apply(long from, ChangeEvent... events) {
    BatchApplier applier =
        new BatchApplier(
            store(),
            () -> new EventReader(World.PARTITIONS, World.BLUEPRINT.digest()::equals),
            digest -> World.BLUEPRINT,
            () -> Events.START);
    List<LogRecord> batch = Events.log(partition().partition(), from, List.of(events));
    return applier.apply(partition(), from, from + events.length, batch);
  }

  private void begin() {
    store().begin(partition(), new Applied(0, "topic", World.PARTITIONS), Events.START);
  }

  private static UUID rowId(RecordKey key) {
    return World.BLUEPRINT.domain(key.domain()).orElseThrow().rowId(key);
  }

  private static Map<String, String> student(String name) {
    return Map.of("id", "1", "name", name, "classId", "1");
  }

  @Test
  @DisplayName("a partition is begun once, and moves by compare-and-set")
  void position() {
    // given
    assertThat(store().position(partition())).isNull();
    begin();
    store().begin(partition(), new Applied(7, "other", 1), Events.START);
    // when
    boolean moved = inside(tx -> tx.advance(0, 3, Events.START));
    boolean late = inside(tx -> tx.advance(0, 5, Events.START));
    // then
    assertThat(moved).isTrue();
    assertThat(late).isFalse();
    assertThat(store().position(partition())).isEqualTo(new Applied(3, "topic", World.PARTITIONS));
  }

  @Test
  @DisplayName("I6: work that throws leaves nothing behind, its offset least of all")
  void undone() {
    // given
    begin();
    apply(0, Events.put(1, CLASS, Map.of("id", "1")));
    // when
    assertThatThrownBy(
            () ->
                inside(
                    tx -> {
                      tx.advance(1, 2, Events.START);
                      tx.decided().written(Map.of());
                      tx.waiting().park(List.of(), Events.START);
                      throw new IllegalStateException("crash");
                    }))
        .isInstanceOf(RuntimeException.class);
    // then
    assertThat(Objects.requireNonNull(store().position(partition())).nextOffset()).isEqualTo(1);
  }

  @Test
  @DisplayName("I7: a batch behind a row that stands elsewhere changes nothing")
  void fenced() {
    // given
    begin();
    apply(0, Events.put(1, CLASS, Map.of("id", "1", "name", "first")));
    // when
    var result = apply(0, Events.put(2, CLASS, Map.of("id", "1", "name", "late")));
    // then
    assertThat(result).isInstanceOf(BatchApplier.Result.Fenced.class);
    assertThat(source()).satisfies(source -> assertThat(source.last()).isEqualTo(1));
  }

  @Test
  @DisplayName("states, numbers, ids and documents come back as they were stored")
  void states() {
    // given
    begin();
    // when
    apply(
        0,
        Events.put(1, CLASS, Map.of("id", "1", "name", "c")),
        Events.put(3, STUDENT, student("s")),
        Events.put(0, Events.key("notes", "1"), Map.of("id", "1", "name", "n")),
        Events.gone(4, CLASS));
    // then
    var states =
        inside(tx -> tx.decided().records(Set.of(CLASS, STUDENT, Events.key("flags", "1"))));
    assertThat(states.keySet()).containsExactlyInAnyOrder(CLASS, STUDENT);
    assertThat(states.get(CLASS)).satisfies(state -> assertThat(state.deleted()).isTrue());
    assertThat(states.get(STUDENT))
        .satisfies(
            state -> {
              assertThat(state.position()).isEqualTo(new Position(partition().partition(), 1));
              assertThat(state.revision()).isEqualTo(1);
              assertThat(state.known("a").sequence()).isEqualTo(3);
            });
    assertThat(source())
        .satisfies(
            source -> {
              assertThat(source.last()).isEqualTo(4);
              assertThat(source.count()).isEqualTo(3);
              assertThat(source.holes()).hasSize(1);
            });
    List<Used> ids = inside(tx -> tx.decided().ids(Events.SOURCE));
    assertThat(ids).extracting(used -> used.sequence()).containsExactly(1L, 3L, 4L);
    EventKey seen = new EventKey(Events.SOURCE, "e01");
    Map<EventKey, Instant> known =
        inside(tx -> tx.decided().seen(Set.of(seen, new EventKey(Events.SOURCE, "x"))));
    assertThat(known).containsExactly(Map.entry(seen, Events.START.plusSeconds(2)));
    assertThat(documents(STUDENT, CLASS))
        .containsExactly(Map.entry(STUDENT, World.document(student("s"))));
  }

  @Test
  @DisplayName("a document that is not kept comes back from the rows")
  void restored() {
    // given
    begin();
    Document document = World.document(Map.of("id", "1", "name", "c", "room", "r"));
    // when
    apply(0, Events.put(1, CLASS, Map.of("id", "1", "name", "c", "room", "r")));
    // then
    assertThat(documents(CLASS)).containsExactly(Map.entry(CLASS, document));
  }

  @Test
  @DisplayName("a child whose parent is missing waits for that row, and is freed by it")
  void freed() {
    // given
    begin();
    apply(0, Events.put(1, STUDENT, student("s")));
    List<Parked> waiting =
        inside(
            tx -> tx.waiting().waitingFor(Set.of(new RowRef(Events.TENANT, rowId(CLASS))), -1, 10));
    // when
    apply(1, Events.put(2, CLASS, Map.of("id", "1")));
    // then
    assertThat(waiting).extracting(Parked::key).containsExactly(STUDENT);
    assertThat(waiting.getFirst().reason()).isEqualTo(Reason.MISSING_REFERENCE);
    assertThat(waiting.getFirst().waitsFor()).isEqualTo(rowId(CLASS));
    assertThat(anyWaits()).isFalse();
  }

  @Test
  @DisplayName("a later write takes the place of the one that waits, waiting itself or not")
  void replaced() {
    // given
    begin();
    apply(0, Events.put(1, STUDENT, student("first")));
    // when
    apply(1, Events.put(2, STUDENT, student("second")));
    List<Parked> still = due(NEVER);
    apply(2, Events.put(3, STUDENT, Map.of("id", "1", "name", "free")));
    // then
    assertThat(still).extracting(Parked::offset).containsExactly(1L);
    assertThat(still.getFirst().document()).contains("second");
    assertThat(anyWaits()).isFalse();
  }

  @Test
  @DisplayName("a parent that is referred to waits for its child to go")
  void stillReferenced() {
    // given
    begin();
    apply(0, Events.put(1, CLASS, Map.of("id", "1")), Events.put(2, STUDENT, student("s")));
    apply(2, Events.gone(3, CLASS));
    List<Parked> waiting = due(NEVER);
    // when
    apply(3, Events.gone(4, STUDENT));
    // then
    assertThat(waiting).extracting(Parked::reason).containsExactly(Reason.STILL_REFERENCED);
    assertThat(waiting.getFirst().waitsFor()).isEqualTo(rowId(STUDENT));
    assertThat(anyWaits()).isFalse();
  }

  @Test
  @DisplayName("what a constraint or a column refuses waits alone; the rest of the batch stands")
  void refused() {
    // given
    begin();
    RecordKey other = Events.key("students", "2");
    // when
    apply(
        0,
        Events.put(1, STUDENT, Map.of("id", "1", "grade", MemoryRows.REFUSED)),
        Events.put(2, other, Map.of("id", "2", "name", "a name of too many letters")),
        Events.put(3, CLASS, Map.of("id", "1")));
    // then
    assertThat(due(NEVER))
        .extracting(one -> one.key().id() + " " + one.reason())
        .containsExactlyInAnyOrder("1 CONSTRAINT", "2 VALUE_DOES_NOT_FIT");
    assertThat(due(Events.START)).isEmpty();
  }

  @Test
  @DisplayName("parents and children of one batch stand, however they lie in it")
  void orderWithinBatch() {
    // given
    begin();
    RecordKey second = Events.key("classes", "2");
    // when
    apply(
        0,
        Events.put(1, STUDENT, student("s")),
        Events.put(2, CLASS, Map.of("id", "1")),
        Events.put(3, second, Map.of("id", "2")));
    apply(3, Events.gone(4, CLASS), Events.put(5, STUDENT, Map.of("id", "1", "classId", "2")));
    // then
    assertThat(anyWaits()).isFalse();
  }

  @Test
  @DisplayName("the sums of buckets are those of the states, whatever happened to them")
  void sumsOfBuckets() {
    // given
    begin();
    RecordKey note = Events.key("notes", "1");
    apply(
        0,
        Events.put(1, CLASS, Map.of("id", "1")),
        Events.put(2, STUDENT, student("first")),
        Events.put(3, note, Map.of("id", "1", "name", "n")));
    // when
    apply(3, Events.put(4, STUDENT, student("second")), Events.gone(5, note));
    apply(5, Events.put(6, STUDENT, Map.of("id", "1", "name", "third")));
    // then
    Map<Bucket, BucketSum> expected = new HashMap<>();
    inside(tx -> tx.decided().records(Set.of(CLASS, STUDENT, note)))
        .forEach(
            (key, state) ->
                expected.merge(
                    Bucket.of(key),
                    BucketSum.of(
                        Objects.requireNonNull(Fingerprint.of(key, state)), state.digest()),
                    BucketSum::plus));
    assertThat(sums()).isEqualTo(expected).hasSize(3);
    assertThat(expected.values()).extracting(BucketSum::live).contains(0L);
  }

  @Test
  @DisplayName("snapshots are found by id, and the latest of a source")
  void snapshots() {
    // given
    begin();
    apply(
        0,
        Events.started("one"),
        Events.row("one", CLASS, Map.of("id", "1")),
        Events.started("two"));
    // when
    var found =
        inside(tx -> tx.decided().snapshots(Set.of(new Snapshots.Key(Events.SOURCE, "one"))));
    // then
    assertThat(found.latest()).containsExactly(Map.entry(Events.SOURCE, "two"));
    assertThat(found.states().keySet())
        .extracting(Snapshots.Key::id)
        .containsExactlyInAnyOrder("one", "two");
  }

  @Test
  @DisplayName("an event of the contract's tenant belongs to the contract's partition")
  void partitionOfTenant() {
    // when
    int partition = Partitioner.partition(Events.TENANT, World.PARTITIONS);
    // then
    assertThat(partition).isEqualTo(partition().partition());
  }
}
