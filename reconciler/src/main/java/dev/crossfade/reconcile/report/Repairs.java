package dev.crossfade.reconcile.report;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.Acknowledgements;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.log.LiveProducer;
import dev.crossfade.kit.log.ProducerSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.IssueList;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jooq.Row3;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes records again as they should be, by events in the log: a repair is decided like anything
 * else, and where the record has gone on meanwhile it changes nothing. Thread-safe.
 */
public final class Repairs implements AutoCloseable {
  private static final long IN_FLIGHT_BYTES = 16L * 1024 * 1024;
  private static final int CHUNK = 200;
  private static final int RETRY_AFTER_SECONDS = 2;
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final Remedy remedy;
  private final ReconcilerStore store;
  private final InstantSource clock;
  private final LiveProducer producer;

  /**
   * Needs no broker to be there.
   *
   * @param client what reaches and authenticates with the broker
   */
  public Repairs(
      Remedy remedy, ReconcilerStore store, Map<String, String> client, InstantSource clock) {
    this.remedy = remedy;
    this.store = store;
    this.clock = clock;
    Map<String, Object> settings = ProducerSettings.of(client, IN_FLIGHT_BYTES);
    this.producer =
        new LiveProducer(
            () ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** An issue, and the event that is to repair it. */
  private record Planned(Issue issue, RecordResolved event) {}

  /**
   * Sends the repairs of those that are open and confirmed, one a record, and notes them.
   *
   * @param named whether each was named: else what a source does not hold any more stays
   * @return how many issues they are of
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code log-unreachable}: some may have
   *     been sent; sent once more, they change nothing
   */
  int send(Migration migration, List<Issue> issues, boolean named, By by)
      throws InterruptedException {
    List<Issue> wanted =
        issues.stream()
            .filter(issue -> issue.open() && issue.drift())
            .filter(issue -> issue.state() != Issue.State.REPAIRED)
            .filter(issue -> named || !takesAway(issue))
            .toList();
    int done = 0;
    Set<Object> records = new HashSet<>();
    for (int from = 0; from < wanted.size(); from += CHUNK) {
      List<Issue> some = wanted.subList(from, Math.min(wanted.size(), from + CHUNK));
      Map<UUID, Remedy.Cure> cures = remedy.of(migration, some);
      Map<RecordKey, Instant> times = writtenAt(migration, some);
      List<Planned> chunk = new ArrayList<>();
      for (Issue issue : some) {
        Remedy.Cure cure = cures.get(issue.id());
        if (cure == null) {
          continue;
        }
        if (records.add(issue.record())) {
          chunk.add(new Planned(issue, event(issue, cure, times.get(issue.record()), by)));
        } else {
          // The event that repairs one of the record's repairs all of them.
          done++;
        }
      }
      done += append(migration, chunk, by.who(), by.reason());
    }
    return done;
  }

  /** Who wants it, and why. */
  record By(String who, String reason) {}

  /** Whether its repair deletes what was written, and not by a source. */
  private static boolean takesAway(Issue issue) {
    return issue.level() == Level.SNAPSHOT
        && issue.type().equals(DifferenceType.EXTRA_RECORD.word());
  }

  /**
   * When what stands in the rows came about, of those that are written again as the log says: they
   * are to be as old as they were. What a source holds is told anew.
   */
  private Map<RecordKey, Instant> writtenAt(Migration migration, List<Issue> issues) {
    var s = RECORD_STATE;
    List<Row3<String, String, String>> keys =
        issues.stream()
            .filter(issue -> issue.level() != Level.SNAPSHOT)
            .map(Issue::record)
            .map(key -> DSL.row(key.tenant(), key.domain(), key.id()))
            .toList();
    Map<RecordKey, Instant> times = new HashMap<>();
    store
        .reads()
        .dsl()
        .select(s.TENANT, s.DOMAIN, s.ID, s.WRITTEN_TIME)
        .from(s)
        .where(s.MIGRATION.eq(store.migrationId(migration.name())))
        .and(DSL.row(s.TENANT, s.DOMAIN, s.ID).in(keys))
        .and(s.WRITTEN_TIME.isNotNull())
        .forEach(
            row ->
                times.put(new RecordKey(row.value1(), row.value2(), row.value3()), row.value4()));
    return times;
  }

  private static RecordResolved event(
      Issue issue, Remedy.Cure cure, @Nullable Instant time, By by) {
    SourceKey operator = new SourceKey(issue.record().tenant(), ChangeEvent.OPERATOR);
    Document document = cure.document();
    return new RecordResolved(
        new Envelope(UUID.randomUUID().toString(), operator, Envelope.NO_SEQUENCE, time, null),
        issue.record(),
        cure.base(),
        null,
        Take.REPAIRED,
        document == null,
        by.who(),
        by.reason(),
        cure.schema(),
        document == null ? Document.parse(NOTHING) : document);
  }

  private int append(Migration migration, List<Planned> chunk, String by, String reason)
      throws InterruptedException {
    if (chunk.isEmpty()) {
      return 0;
    }
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    Acknowledgements acknowledgements = new Acknowledgements(chunk.size());
    for (int i = 0; i < chunk.size(); i++) {
      RecordResolved event = chunk.get(i).event();
      int index = i;
      producer.send(
          KafkaRecords.write(
              migration.topics().changes(),
              Partitioner.partition(event.record().tenant(), partitions),
              EventCodec.encode(event)),
          (where, failure) -> {
            if (failure != null) {
              acknowledgements.failed(failure);
            } else {
              acknowledgements.acknowledged(index, where);
            }
          });
    }
    List<Position> positions = acknowledgements.await(ProducerSettings.DELIVERY);
    if (positions == null) {
      throw ReportProblem.LOG_UNREACHABLE
          .with("Kafka has not acknowledged it in time. Sent once more, it does no harm.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    for (int i = 0; i < chunk.size(); i++) {
      IssueList.repairing(
          store.reads().dsl(),
          chunk.get(i).issue().id(),
          new Issue.Decided(
              clock.instant().truncatedTo(ChronoUnit.MICROS),
              by,
              reason,
              positions.get(i).toString()));
    }
    return chunk.size();
  }

  @Override
  public void close() {
    producer.close();
  }
}
