package dev.crossfade.sync.deadletter;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.Acknowledgements;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.log.LiveProducer;
import dev.crossfade.kit.log.ProducerSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.log.LogReader;
import dev.crossfade.sync.store.DeadLetters;
import dev.crossfade.sync.store.DeadLetters.Letter;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the dead letters of a process's migrations, behind the transactions that made them, on a
 * thread of its own: whatever happens to it keeps no event from being applied. Each letter is
 * written at least once; processes that share the tables share the work.
 */
public final class DeadLetterWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterWriter.class);
  private static final int BATCH = 200;
  private static final long IN_FLIGHT_BYTES = 16L * 1024 * 1024;
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

  /** Longer than reading and sending may take. */
  private static final Duration TAKEN = Duration.ofSeconds(20);

  /** What the log took, and the headers that a letter has besides. */
  private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

  private final Migrations migrations;
  private final SyncStore store;
  private final LogReader reader;
  private final InstantSource clock;
  private final LiveProducer producer;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private long warnAt = System.nanoTime();

  private DeadLetterWriter(
      Migrations migrations,
      SyncStore store,
      LogReader reader,
      Map<String, String> client,
      InstantSource clock) {
    this.migrations = migrations;
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    Map<String, Object> settings = new HashMap<>(ProducerSettings.of(client, IN_FLIGHT_BYTES));
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    this.producer =
        new LiveProducer(
            () ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()));
    this.thread = Thread.ofVirtual().name("dead-letters").unstarted(this::run);
  }

  /**
   * Starts to write; needs neither Kafka nor PostgreSQL to be there.
   *
   * @param reader gives the originals; stays the caller's
   */
  public static DeadLetterWriter start(
      Migrations migrations,
      SyncStore store,
      LogReader reader,
      Map<String, String> client,
      InstantSource clock) {
    DeadLetterWriter writer = new DeadLetterWriter(migrations, store, reader, client, clock);
    writer.thread.start();
    return writer;
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round();
      }
    } catch (InterruptedException e) {
      log.debug("no more dead letters are written");
    }
  }

  /** How long to wait for the next one. */
  private Duration round() throws InterruptedException {
    Duration pause = LOOK_EVERY;
    for (Migration migration : migrations.all()) {
      try {
        if (migration.known() && tell(migration)) {
          pause = Duration.ZERO;
        }
      } catch (RuntimeException e) {
        warn(migration, e);
        pause = AFTER_FAULT;
      }
    }
    return pause;
  }

  /** Whether there may be more at once. */
  private boolean tell(Migration migration) throws InterruptedException {
    short id = store.migrationId(migration.name());
    Instant now = clock.instant();
    List<Letter> letters =
        store
            .database()
            .transaction(tx -> DeadLetters.take(tx.dsl(), id, now, now.plus(TAKEN), BATCH));
    if (letters.isEmpty()) {
      return false;
    }
    List<Position> positions = letters.stream().map(Letter::position).toList();
    Map<Position, LogRecord> originals = reader.read(migration.topics().changes(), positions);
    List<Letter> told = write(migration, letters, originals);
    DeadLetters.told(store.database().dsl(), id, told);
    if (told.size() < letters.size()) {
      throw new IllegalStateException("the topic of dead letters takes none");
    }
    return letters.size() == BATCH;
  }

  private record Sent(Letter letter, Acknowledgements acknowledgement) {}

  /** Those that are in the topic now. */
  private List<Letter> write(
      Migration migration, List<Letter> letters, Map<Position, LogRecord> originals)
      throws InterruptedException {
    long deadline = System.nanoTime() + ProducerSettings.DELIVERY.toNanos();
    List<Sent> sent = new ArrayList<>();
    for (Letter letter : letters) {
      LogRecord original = originals.get(letter.position());
      Sent one = send(migration, letter, LetterForm.message(migration.name(), letter, original));
      sent.add(one);
      if (refused(one) && !tooLarge(one)) {
        // Without a topic each of them would wait as long.
        break;
      }
    }
    List<Letter> told = new ArrayList<>();
    for (Sent one : sent) {
      if (await(one, deadline)) {
        told.add(one.letter());
      } else if (tooLarge(one)) {
        Letter letter = one.letter();
        if (await(
            send(migration, letter, LetterForm.shortened(migration.name(), letter)), deadline)) {
          told.add(letter);
        }
      }
    }
    return told;
  }

  private Sent send(Migration migration, Letter letter, Message message) {
    Sent one = new Sent(letter, new Acknowledgements(1));
    producer.send(
        KafkaRecords.write(migration.topics().deadLetter(), letter.position().partition(), message),
        (where, failure) -> {
          if (failure != null) {
            one.acknowledgement().failed(failure);
          } else {
            one.acknowledgement().acknowledged(0, where);
          }
        });
    return one;
  }

  private static boolean await(Sent one, long deadline) throws InterruptedException {
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return one.acknowledgement().await(left) != null;
  }

  private static boolean refused(Sent one) {
    return one.acknowledgement().failure() != null;
  }

  private static boolean tooLarge(Sent one) {
    @Nullable Exception failure = one.acknowledgement().failure();
    return failure instanceof RecordTooLargeException;
  }

  private void warn(Migration migration, RuntimeException fault) {
    if (System.nanoTime() - warnAt >= 0) {
      warnAt = System.nanoTime() + WARNING_INTERVAL.toNanos();
      log.warn(
          "Dead letters of {} are written later: {}",
          migration.name(),
          fault.getClass().getSimpleName());
    }
  }

  /** Ends at once: what is not told yet is told by whoever comes next. */
  @Override
  public void close() {
    stopping.countDown();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
