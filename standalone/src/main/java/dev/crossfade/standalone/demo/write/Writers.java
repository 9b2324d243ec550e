package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.School;
import dev.crossfade.standalone.sample.SchoolDocuments;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Several sources for each school, at work until they are stopped: they create the school's records
 * and go on changing them. Each record belongs to one source, so its final form is what that source
 * sent last. A server that is away is waited for; nothing is dropped. Thread-safe.
 */
public final class Writers implements AutoCloseable {
  /** The migration that they write to. */
  public static final String MIGRATION = "school";

  private static final List<String> SOURCES =
      List.of("browser-1", "browser-2", "browser-3", "old-backend");

  private final Target target;
  private final History history;
  private final Settings settings;
  private final HttpClient http;
  private final Stop stop = new Stop();
  private final WriterCounts counts = new WriterCounts();
  private final AtomicInteger creating = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Where they write.
   *
   * @param server asked anew for each attempt, since a restarted server may be elsewhere
   * @param access of a tenant
   */
  public record Target(Supplier<URI> server, Function<String, Access> access) {}

  /**
   * How they write.
   *
   * @param rate events a second of all together, once the records are there; 0 for full speed
   */
  public record Settings(long seed, double rate) {}

  private Writers(Target target, Settings settings, History history) {
    this.target = target;
    this.settings = settings;
    this.history = history;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** Starts all sources of these schools. */
  public static Writers start(
      Target target, Settings settings, List<School> schools, History history) {
    Writers writers = new Writers(target, settings, history);
    for (int i = 0; i < schools.size(); i++) {
      writers.start(schools.get(i), i, schools.size());
    }
    return writers;
  }

  private void start(School school, int number, int schools) {
    Phaser levels = new Phaser(SOURCES.size());
    for (int i = 0; i < SOURCES.size(); i++) {
      int share = i;
      String source = SOURCES.get(i);
      Random random = new Random(settings.seed() * 1_000 + number * 10L + i);
      SourceWriter writer = writer(school, source, random, schools * SOURCES.size());
      List<SampleRecord> records = share(school.records(), share);
      creating.incrementAndGet();
      threads.add(
          Thread.ofVirtual()
              .name("writer " + school.tenant() + " " + source)
              .start(() -> run(writer, records, levels)));
    }
  }

  private SourceWriter writer(School school, String source, Random random, int sources) {
    Courier courier =
        new Courier(
            http,
            target.server(),
            target.access().apply(school.tenant()),
            history,
            counts,
            stop,
            new Random(random.nextLong()));
    Desk desk =
        new Desk(source, new SchoolDocuments(school.ids(), new Random(random.nextLong())), random);
    Outbox outbox = new Outbox(school.tenant(), source, InstantSource.system());
    var limits = new SourceWriter.Limits(new Pace(settings.rate() / sources), stop);
    return new SourceWriter(courier, history::nextRequest, outbox, desk, limits, counts, random);
  }

  private static List<SampleRecord> share(List<SampleRecord> records, int share) {
    List<SampleRecord> some = new ArrayList<>();
    for (int i = share; i < records.size(); i += SOURCES.size()) {
      some.add(records.get(i));
    }
    return some;
  }

  private void run(SourceWriter writer, List<SampleRecord> records, Phaser levels) {
    try {
      writer.create(records, levels);
      creating.decrementAndGet();
      writer.work();
    } catch (Stop.Abandoned e) {
      faults.add(Thread.currentThread().getName() + ": gave up with requests unanswered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      faults.add(Thread.currentThread().getName() + ": interrupted");
    } catch (RuntimeException e) {
      faults.add(Thread.currentThread().getName() + ": " + e);
    } finally {
      levels.arriveAndDeregister();
    }
  }

  /** Whether all records of the sample have been created. */
  public boolean created() {
    return creating.get() == 0;
  }

  /** No new work; each source ends what it has begun. */
  public void stop() {
    stop.ask();
  }

  /** Waits until all sources have ended; false when the time was too short. */
  public boolean await(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /** What they did so far. */
  public WriterCounts counts() {
    return counts;
  }

  /** What made sources end before their time; empty when all went well. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** Gives up at once what is not yet done. */
  @Override
  public void close() {
    stop.abandon();
    try {
      await(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
