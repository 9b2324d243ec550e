package dev.crossfade.reconcile.fold;

import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fold by Kafka Streams. A thread of its own starts it as soon as the migration is known and its
 * log is sound, watches it, and starts it again after a fault: with damaged stores removed, so that
 * they are restored, and with the group's place set back where it is ahead of the stores.
 */
public final class StreamsFold implements Fold {
  private static final Logger log = LoggerFactory.getLogger(StreamsFold.class);
  private static final Duration CLOSE = Duration.ofSeconds(20);
  private static final long LOOK_MS = 2_000;
  private static final int LOOKS_PER_CHECK = 5;
  private static final long PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private final Migration migration;
  private final FoldSettings settings;
  private final AppliedPositions applied;
  private final ChangesTopic topic;
  private final HeldPartitions held = new HeldPartitions();
  private final Troubles troubles = new Troubles();
  private final Thread supervisor;

  // Guarded by this.
  private boolean closing;
  private @Nullable String halted;
  private String stage = "starting";
  private Map<Integer, Long> ends = Map.of();

  private StreamsFold(Migration migration, FoldSettings settings, AppliedPositions applied) {
    this.migration = migration;
    this.settings = settings;
    this.applied = applied;
    this.topic =
        new ChangesTopic(
            migration, StreamsSettings.application(migration.name()), settings.kafka());
    this.supervisor =
        Thread.ofPlatform().name("fold-" + migration.name()).daemon().unstarted(this::run);
  }

  /**
   * Folds the migration from now on. Returns at once, whether or not the broker is there.
   *
   * @param applied how far PostgreSQL is
   */
  public static StreamsFold start(
      Migration migration, FoldSettings settings, AppliedPositions applied) {
    StreamsFold fold = new StreamsFold(migration, settings, applied);
    fold.supervisor.start();
    return fold;
  }

  @Override
  public String migration() {
    return migration.name();
  }

  @Override
  public Map<Integer, Long> partitions() {
    Map<Integer, Long> found = new TreeMap<>();
    held.all().forEach(fold -> found.put(fold.partition(), fold.progress().next()));
    return found;
  }

  @Override
  public FoldAnswer at(int partition, long nextOffset) {
    return answer(partition, nextOffset);
  }

  @Override
  public FoldAnswer atEnd(int partition) {
    return answer(partition, null);
  }

  private FoldAnswer answer(int partition, @Nullable Long nextOffset) {
    String why = halted();
    if (why != null) {
      return new FoldAnswer.Halted(why);
    }
    PartitionFold fold = held.get(partition);
    return fold == null ? new FoldAnswer.NotHere() : fold.at(nextOffset);
  }

  @Override
  public long lag() {
    Map<Integer, Long> known = ends();
    Map<Integer, Long> folded = partitions();
    if (known.isEmpty() || folded.isEmpty()) {
      return -1;
    }
    long lag = 0;
    for (var each : folded.entrySet()) {
      lag += Math.max(0, known.getOrDefault(each.getKey(), 0L) - each.getValue());
    }
    return lag;
  }

  @Override
  public HealthCheck.Result health() {
    String why = halted();
    if (why != null) {
      return HealthCheck.down(why);
    }
    Map<String, String> still = new HashMap<>();
    for (PartitionFold fold : held.all()) {
      String reason = fold.halted();
      if (reason != null) {
        still.put(Integer.toString(fold.partition()), reason);
      }
    }
    if (!still.isEmpty()) {
      return HealthCheck.down(still.size() + " partitions stand still").with(still);
    }
    synchronized (this) {
      return stage.equals("folding")
          ? HealthCheck.up(held.all().size() + " partitions are folded here")
          : HealthCheck.down(stage);
    }
  }

  private void run() {
    long pause = PAUSE_MS;
    while (!isClosing()) {
      try {
        if (isReady()) {
          long began = System.nanoTime();
          round();
          // One that held for a while was no failure to start.
          boolean held = System.nanoTime() - began > Duration.ofMinutes(1).toNanos();
          pause = held ? PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
      } catch (KafkaException e) {
        log.warn("The fold of {} is started again: {}", migration.name(), name(e));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
      pause(pause);
    }
  }

  private boolean isReady() {
    if (!migration.known()) {
      stage("the control topic is not read yet");
      return false;
    }
    String fault = topic.fault();
    halt(fault);
    if (fault != null) {
      return false;
    }
    topic.seed();
    return true;
  }

  /** Folds until there is trouble, or it is time to stop, and then mends what can be mended. */
  private void round() {
    Topology topology = FoldTopology.of(migration.topics().changes(), topic, held, applied);
    try (FoldMemory memory =
        new FoldMemory(settings.memory() - StreamsSettings.cacheBytes(settings))) {
      KafkaStreams streams =
          new KafkaStreams(topology, StreamsSettings.of(migration.name(), settings, memory));
      try {
        streams.setUncaughtExceptionHandler(troubles.newRound(this::wake));
        streams.start();
        stage("folding");
        watch();
      } catch (StreamsException e) {
        // Stores that lie there are opened before any thread runs.
        troubles.note(e);
      } finally {
        stage("starting again");
        streams.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE));
      }
      if (troubles.damaged()) {
        log.warn("Stores of the fold of {} are damaged: they are restored", migration.name());
        streams.cleanUp();
      }
    }
    troubles.rewinds().forEach(topic::rewind);
  }

  private void watch() {
    for (int i = 1; !isClosing() && !troubles.any(); i++) {
      pause(LOOK_MS);
      try {
        if (i % LOOKS_PER_CHECK == 0) {
          halt(topic.fault());
          if (halted() != null) {
            return;
          }
        }
        ends(topic.ends());
      } catch (KafkaException e) {
        log.debug("The broker of {} is away: {}", migration.name(), name(e));
      }
      for (PartitionFold fold : held.all()) {
        if (fold.hasGap()) {
          troubles.gap(fold.partition(), fold.progress().next());
        }
      }
    }
  }

  private static String name(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null
        ? fault.toString()
        : fault.getMessage() + ": " + cause.getClass().getName();
  }

  private synchronized void halt(@Nullable String why) {
    if (why != null && !why.equals(halted)) {
      log.error("HALTED: {}", why);
    }
    halted = why;
  }

  private synchronized @Nullable String halted() {
    return halted;
  }

  private synchronized void stage(String now) {
    stage = now;
  }

  private synchronized Map<Integer, Long> ends() {
    return ends;
  }

  private synchronized void ends(Map<Integer, Long> now) {
    ends = Map.copyOf(now);
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized void pause(long millis) {
    long deadline = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    try {
      long left = millis;
      while (left > 0 && !closing && !troubles.any()) {
        wait(left);
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      closing = true;
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      supervisor.join(CLOSE.plusSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topic.close();
  }
}
