package dev.crossfade.ingest.observe;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.ingest.client.JsonBody;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.http.Handler;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.log.Acknowledgements;
import dev.crossfade.kit.log.LiveProducer;
import dev.crossfade.kit.log.ProducerSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code POST /v1/{m}/observations}: 204 when it is in the topic. Has a producer of its own, so
 * that events never wait behind heartbeats. Thread-safe.
 */
public final class ObservationsHandler implements Handler, AutoCloseable {
  private static final int MAX_BODY = 64 * 1024;
  private static final long PRODUCER_BYTES = 1L << 20;
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int DEVICES = 20_000;
  private static final int DEVICES_OF_TENANT = 1_000;

  private final Migrations migrations;
  private final InstantSource clock;
  private final LiveProducer producer;
  private final Counter taken;
  private final Counter different;
  private final BodyReader bodies = new BodyReader(MAX_BODY, MAX_BODY);
  private final ObservationRate rate =
      new ObservationRate(INTERVAL, DEVICES, DEVICES_OF_TENANT, System::nanoTime);

  /**
   * Needs no broker to be there yet.
   *
   * @param kafkaClient what reaches and authenticates with the broker
   */
  public ObservationsHandler(
      Migrations migrations,
      Map<String, String> kafkaClient,
      MeterRegistry registry,
      InstantSource clock) {
    this.migrations = migrations;
    this.clock = clock;
    this.taken = registry.counter("crossfade.ingest.observations");
    this.different = registry.counter("crossfade.ingest.observations.different");
    Map<String, Object> settings = ProducerSettings.of(kafkaClient, PRODUCER_BYTES);
    this.producer =
        new LiveProducer(
            () ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Identity who)
      throws Exception {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    String tenant = tenant(who);
    JsonBody.require(request);
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    int partition = Partitioner.partition(tenant, partitions);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ObservationForm.Read read = new ObservationForm(now, partition).read(bodies.read(request));
    SourceKey device = new SourceKey(tenant, read.source());
    if (!rate.take(device)) {
      throw Refusal.TOO_MANY_REQUESTS
          .problem("A device tells of itself every " + INTERVAL.toSeconds() + " s at most.")
          .withRetryAfter((int) INTERVAL.toSeconds())
          .exception();
    }
    Observation told = read.observation();
    append(migration, partition, device, told);
    taken.increment();
    if (told.comparison() != null && !told.comparison().different().isEmpty()) {
      different.increment();
    }
    Responses.empty(response, 204);
  }

  private static String tenant(Identity who) {
    String tenant = who.requireTenant();
    String fault = Limits.checkId(tenant);
    if (fault != null) {
      throw Refusal.TENANT_MISMATCH
          .problem("The tenant that the token names " + fault + ".")
          .exception();
    }
    return tenant;
  }

  private void append(Migration migration, int partition, SourceKey device, Observation told)
      throws InterruptedException {
    Acknowledgements acknowledgements = new Acknowledgements(1);
    producer.send(
        new ProducerRecord<>(
            migration.topics().observations(), partition, Observation.key(device), told.bytes()),
        (where, failure) -> {
          if (failure != null) {
            acknowledgements.failed(failure);
          } else {
            acknowledgements.acknowledged(0, where);
          }
        });
    if (acknowledgements.await(ProducerSettings.DELIVERY) == null) {
      rate.giveBack(device);
      throw Refusal.LOG_UNAVAILABLE
          .problem("The observation may be lost. The next one tells more.")
          .withRetryAfter((int) INTERVAL.toSeconds())
          .exception();
    }
  }

  /** Sends what is left, within five seconds. */
  @Override
  public void close() {
    producer.close();
  }
}
