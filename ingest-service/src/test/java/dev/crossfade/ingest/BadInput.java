package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing wrong with a request that is sound otherwise.
 *
 * @param pointer the place that the problem names, or the empty text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadInput(
    String name,
    String token,
    byte[] body,
    List<String> headers,
    int status,
    String problem,
    String pointer) {
  static final String WRITER = Tokens.writer("t-1");

  @Override
  public String toString() {
    return name;
  }

  static List<BadInput> all() {
    List<BadInput> all = new ArrayList<>();
    BadBodies.addTo(all);
    BadEvents.addTo(all);
    BadCallers.addTo(all);
    return all;
  }

  static void add(
      List<BadInput> all,
      String name,
      String token,
      byte[] body,
      int status,
      String problem,
      String... headers) {
    all.add(new BadInput(name, token, body, List.of(headers), status, problem, ""));
  }

  static void add(
      List<BadInput> all,
      String name,
      ObjectNode event,
      int status,
      String problem,
      String pointer) {
    List<String> headers = List.of("Content-Type", Client.STRUCTURED);
    byte[] body = event.toString().getBytes(UTF_8);
    all.add(new BadInput(name, WRITER, body, headers, status, problem, pointer));
  }
}
