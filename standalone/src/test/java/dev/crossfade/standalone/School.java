package dev.crossfade.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** A school's frontend, which only knows HTTP. */
public record School(String url, String migration, HttpClient client) implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A frontend of the services at this address. */
  public static School at(String url) {
    return of("school", url);
  }

  /** A frontend of another migration that has rooms. */
  public static School of(String migration, String url) {
    return new School(url, migration, HttpClient.newHttpClient());
  }

  /** Posts a room, and returns the position that the answer names. */
  public String post(String room, int capacity) throws IOException, InterruptedException {
    String event =
        """
        {"specversion":"1.0","id":"%1$s-%2$d","type":"dev.crossfade.record.updated",
         "source":"/sources/desk","subject":"classrooms/%1$s",
         "data":{"id":"%1$s","name":"Room","capacity":%2$d}}
        """
            .formatted(room, capacity);
    HttpResponse<String> answer =
        send(
            request("/v1/" + migration + "/events")
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(event)));
    if (answer.statusCode() != 202) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body()).path("position").stringValue();
  }

  /** Reads a room's capacity, as it is at the position or later. */
  public int capacity(String room, String position) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request("/v1/" + migration + "/records/classrooms/" + room)
                .header("Crossfade-Wait-For", position));
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body()).path("capacity").intValue();
  }

  /** Gets a path. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("X-Crossfade-Tenant", "hill-school");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}
