package dev.crossfade.standalone.compare;

import dev.crossfade.standalone.compare.LoadedMigration.Loaded;
import dev.crossfade.standalone.sample.SampleRecord;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes as much to a migration as sync can take: records get the documents of others like them,
 * some are deleted and come again. It waits only while more than some thousand events lie before
 * sync.
 */
final class WritersAtFullLoad implements AutoCloseable {
  private static final int BATCH = 200;
  private static final long AHEAD = 2_000;

  final AtomicLong written = new AtomicLong();
  private final LoadedMigration migration;
  private final Random random;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException fault;

  WritersAtFullLoad(LoadedMigration migration, Random random) {
    this.migration = migration;
    this.random = random;
    this.thread =
        Thread.ofPlatform().name("writer-" + migration.blueprint.name()).start(this::write);
  }

  private void write() {
    try {
      while (!stopped) {
        for (int i = 0; i < BATCH; i++) {
          one();
        }
        written.addAndGet(BATCH);
        while (!stopped && migration.behind() > AHEAD) {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  private void one() {
    List<Loaded> records = migration.records;
    Loaded record = records.get(random.nextInt(records.size()));
    SampleRecord sample = record.sample();
    if (sample.deletable() && random.nextInt(10) == 0) {
      migration.delete(record);
    }
    migration.put(record, document(record));
  }

  /** Its own, with a text of it changed where that makes no other sense. */
  private JsonNode document(Loaded record) {
    var document = record.sample().document().deepCopy();
    for (String name : List.of("name", "title", "notes", "content", "comment", "description")) {
      if (document.path(name).isString()) {
        String text = "Text " + random.nextInt(1_000);
        return document.put(name, text);
      }
    }
    return document;
  }

  /** Stops, and tells of what went wrong. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (fault != null) {
      throw new IllegalStateException("writing failed", fault);
    }
  }
}
