package dev.crossfade.ingest;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the service under test. */
record Answer(HttpResponse<byte[]> response, JsonNode body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROBLEMS = "https://crossfade.dev/problems/";

  static Answer of(HttpResponse<byte[]> response) {
    boolean json =
        response.headers().firstValue("content-type").orElse("").contains("json")
            && response.body().length > 0;
    return new Answer(response, json ? JSON.readTree(response.body()) : JSON.createObjectNode());
  }

  int status() {
    return response.statusCode();
  }

  String mediaType() {
    return response.headers().firstValue("content-type").orElse("");
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The slug of the problem, or the empty text. */
  String problem() {
    return slug(body);
  }

  /** The slug of the problem of one of the results, or the empty text. */
  String problem(int result) {
    return slug(body.path("results").path(result).path("problem"));
  }

  private static String slug(JsonNode problem) {
    String type = problem.path("type").asString("");
    return type.startsWith(PROBLEMS) ? type.substring(PROBLEMS.length()) : type;
  }

  List<String> pointers() {
    return body.path("errors").valueStream().map(e -> e.path("pointer").asString("")).toList();
  }

  String position() {
    return body.path("position").asString("");
  }

  /** The positions of all results that have one. */
  List<String> positions() {
    return body.path("results")
        .valueStream()
        .filter(r -> r.has("position"))
        .map(r -> r.path("position").asString(""))
        .toList();
  }
}
