package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Several sources for each tenant, at work until they are stopped: they create its records and go
 * on changing them. Each record belongs to one source, so its final form is what that source sent
 * last. A server that is away is waited for; nothing is dropped. Thread-safe.
 */
public final class Writers implements AutoCloseable {
  private final Target target;
  private final History history;
  private final Settings settings;
  private final HttpClient http;
  private final Stop stop = new Stop();
  private final HandIn handIn;
  private volatile double rate;
  private final WriterCounts counts = new WriterCounts();
  private final AtomicInteger creating = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Where they write.
   *
   * @param server asked anew for each attempt, since a restarted server may be elsewhere
   * @param access of a tenant
   * @param schemaVersion of the records that they write
   */
  public record Target(
      Supplier<URI> server, Function<String, Access> access, String migration, int schemaVersion) {}

  /**
   * How they write.
   *
   * @param rate events a second of all together, once the records are there; 0 for full speed
   */
  public record Settings(long seed, double rate) {}

  private Writers(Target target, Settings settings, History history, int sources) {
    this.target = target;
    this.settings = settings;
    this.history = history;
    this.rate = settings.rate();
    this.handIn = new HandIn(target, history, sources);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** Starts all sources of the sample's tenants. */
  public static Writers start(Target target, Settings settings, Sample sample, History history) {
    int sources = sample.tenants().size() * Sample.SOURCES.size();
    Writers writers = new Writers(target, settings, history, sources);
    for (int i = 0; i < sample.tenants().size(); i++) {
      writers.start(sample, i);
    }
    return writers;
  }

  private void start(Sample sample, int number) {
    SampleTenant tenant = sample.tenants().get(number);
    int writing = sample.tenants().size() * Sample.SOURCES.size();
    Phaser levels = new Phaser(Sample.SOURCES.size());
    for (int i = 0; i < Sample.SOURCES.size(); i++) {
      String source = Sample.SOURCES.get(i);
      Random random = new Random(settings.seed() * 1_000 + number * 10L + i);
      SourceWriter writer = writer(tenant, source, random, writing);
      var records =
          tenant.records().stream().filter(record -> record.writer().equals(source)).toList();
      creating.incrementAndGet();
      threads.add(
          Thread.ofVirtual()
              .name("writer " + tenant.name() + " " + source)
              .start(() -> run(writer, records, sample.levels(), levels)));
    }
  }

  private SourceWriter writer(SampleTenant tenant, String source, Random random, int sources) {
    Courier courier =
        new Courier(
            http,
            target,
            target.access().apply(tenant.name()),
            history,
            counts,
            stop,
            new Random(random.nextLong()));
    Desk desk = new Desk(tenant.documents(source, new Random(random.nextLong())), random);
    Outbox outbox = new Outbox(tenant.name(), source, InstantSource.system());
    var limits = new SourceWriter.Limits(new Pace(() -> rate / sources), stop, handIn);
    return new SourceWriter(courier, history::nextRequest, outbox, desk, limits, counts, random);
  }

  private void run(SourceWriter writer, List<SampleRecord> records, int levelCount, Phaser levels) {
    try {
      writer.create(records, levelCount, levels);
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
      writer.leave();
    }
  }

  /** Whether all records of the sample have been created. */
  public boolean created() {
    return creating.get() == 0;
  }

  /** From now on so many events a second, all together; 0 for full speed. */
  public void pace(double eventsPerSecond) {
    rate = eventsPerSecond;
  }

  /**
   * Asks each source to hand in all that it holds as a snapshot, at a quiet moment of its own; the
   * others go on writing.
   *
   * @return how many records they were, or empty when it took longer
   */
  public OptionalLong handIn(Duration patience) throws InterruptedException {
    return handIn.ask(patience);
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
