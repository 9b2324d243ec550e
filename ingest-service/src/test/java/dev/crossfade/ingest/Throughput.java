package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Topics;
import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.kit.log.ProducerSettings;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;

/**
 * Serves the ingest service with everything on beside a bare handler, which parses an event, sends
 * it with a producer of the same settings and waits: the limit that the service is measured
 * against. {@code src/test/wrk/compare} runs it under load. Not a test.
 */
final class Throughput {
  private static final String TENANT = "t-1";

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("crossfade-throughput-");
    EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
    School school = School.create(kafka.bootstrap(), "school");
    IngestSettings settings = IngestSettings.defaults();
    IngestServer server = school.serve(settings);
    var producer =
        new KafkaProducer<>(
            ProducerSettings.of(school.client(), settings.maxInFlightBytes()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    WebServer bare =
        WebServer.builder()
            .port(0)
            .routing(routing -> routing.post("/events", (req, res) -> handle(req, res, producer)))
            .build()
            .start();
    System.out.println("TOKEN=" + Tokens.writer(TENANT));
    System.out.println("FULL=http://127.0.0.1:" + server.port() + "/v1/school/events");
    System.out.println("BARE=http://127.0.0.1:" + bare.port() + "/events");
    System.out.println("BODY='" + Events.student("s-1") + "'");
    System.out.println();
    System.out.flush();
    // Until the caller closes the pipe.
    int end = System.in.read();
    bare.stop();
    producer.close();
    server.close();
    kafka.close();
    System.exit(end < 0 ? 0 : 1);
  }

  private static void handle(
      ServerRequest request, ServerResponse response, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    byte[] body = request.content().as(byte[].class);
    JsonNode event = Json.MAPPER.readTree(body);
    byte[] key = event.path("id").asString().getBytes(UTF_8);
    int partition = Partitioner.partition(TENANT, School.PARTITIONS);
    String topic = new Topics("school").changes();
    producer.send(new ProducerRecord<>(topic, partition, key, body)).get();
    response.status(Status.ACCEPTED_202).send("{}");
  }
}
