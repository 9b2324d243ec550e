package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Binary mode, and callers who may not. */
final class BadCallers {
  private static final String STUDENT = Events.student("bad").toString();
  private static final String DATA = Events.student("bad").get("data").toString();

  private BadCallers() {}

  static void addTo(List<BadInput> all) {
    binaryMode(all);
    callers(all);
  }

  private static void binaryMode(List<BadInput> all) {
    binary(
        all, "binary: depth 65", 400, "too-deep", "", "", "{\"x\":" + BadBodies.nested(64) + "}");
    binary(all, "binary: no id", 400, "malformed-event", "ce-id", "");
    binary(all, "binary: bad UTF-8", 400, "malformed-event", "ce-subject", "students/%C0%A0");
    binary(all, "binary: bad escape", 400, "malformed-event", "ce-subject", "students/%zz");
    binary(
        all,
        "binary: ce-datacontenttype",
        400,
        "malformed-event",
        "ce-datacontenttype",
        "application/json");
    binary(all, "binary: ce-data", 400, "malformed-event", "ce-data", "{}");
    binary(all, "binary: name too long", 400, "malformed-event", "ce-" + "a".repeat(21), "x");
    binary(all, "binary: not JSON", 415, "unsupported-media-type", "Content-Type", "text/csv");
    binary(all, "binary: escaped twice", 422, "id-mismatch", "ce-subject", "students/b%2561d");
  }

  private static void callers(List<BadInput> all) {
    caller(all, "no token", "", 401, "unauthenticated");
    caller(all, "no real token", "abc", 401, "unauthenticated");
    caller(all, "expired token", Tokens.of("t-1", Instant.EPOCH, "writer"), 401, "unauthenticated");
    caller(
        all,
        "changed token",
        BadInput.WRITER.substring(0, BadInput.WRITER.length() - 4) + "AAAA",
        401,
        "unauthenticated");
    caller(all, "reader", Tokens.of("t-1", "reader"), 403, "forbidden");
    caller(all, "operator", Tokens.of("t-1", "operator", "admin"), 403, "forbidden");
    caller(all, "no roles", Tokens.of("t-1"), 403, "forbidden");
    caller(all, "writer without a tenant", Tokens.of(null, "writer"), 400, "tenant-missing");
    caller(all, "importer without a tenant", Tokens.of(null, "importer"), 400, "tenant-missing");
    BadEvents.event(
        all, "another tenant", e -> e.put("tenant", "t-2"), 403, "tenant-mismatch", "#/tenant");
    BadEvents.event(
        all, "tenant in capitals", e -> e.put("tenant", "T-1"), 403, "tenant-mismatch", "#/tenant");
    ObjectNode blank = Events.student("bad").put("tenant", " ");
    BadInput.add(
        all,
        "importer, blank tenant",
        Tokens.of(null, "importer"),
        blank.toString().getBytes(UTF_8),
        400,
        "malformed-event",
        "Content-Type",
        Client.STRUCTURED);
  }

  private static void binary(
      List<BadInput> all, String name, int status, String problem, String header, String value) {
    binary(all, name, status, problem, header, value, DATA);
  }

  private static void binary(
      List<BadInput> all,
      String name,
      int status,
      String problem,
      String header,
      String value,
      String data) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Content-Type", "application/json",
                "ce-specversion", "1.0",
                "ce-id", "b-1",
                "ce-source", "/sources/a",
                "ce-type", "dev.crossfade.record.created",
                "ce-subject", "students/bad"));
    int at = headers.indexOf(header);
    if (at >= 0) {
      headers.subList(at, at + 2).clear();
    }
    if (!value.isEmpty()) {
      headers.addAll(List.of(header, value));
    }
    all.add(
        new BadInput(name, BadInput.WRITER, data.getBytes(UTF_8), headers, status, problem, ""));
  }

  private static void caller(
      List<BadInput> all, String name, String token, int status, String problem) {
    BadInput.add(
        all,
        name,
        token,
        STUDENT.getBytes(UTF_8),
        status,
        problem,
        "Content-Type",
        Client.STRUCTURED);
  }
}
