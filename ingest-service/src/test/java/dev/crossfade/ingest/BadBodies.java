package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Bodies that cannot be read, or whose data cannot be stored. */
final class BadBodies {
  private static final String STUDENT = Events.student("bad").toString();

  private BadBodies() {}

  static void addTo(List<BadInput> all) {
    bytes(all);
    json(all);
    mediaTypes(all);
    encodings(all);
    storage(all);
    sizes(all);
  }

  private static void bytes(List<BadInput> all) {
    body(all, "UTF-16 with a mark", STUDENT.getBytes(UTF_16), 400, "not-utf-8");
    body(all, "UTF-16 without a mark", STUDENT.getBytes(UTF_16LE), 400, "not-utf-8");
    body(all, "byte order mark", ("\uFEFF" + STUDENT).getBytes(UTF_8), 400, "not-utf-8");
    body(all, "Latin 1", text("Müller").getBytes(ISO_8859_1), 400, "not-utf-8");
    body(all, "overlong slash", bytesFor(0xC0, 0xAF), 400, "not-utf-8");
    body(all, "overlong zero", bytesFor(0xC0, 0x80), 400, "not-utf-8");
    body(all, "surrogate in UTF-8", bytesFor(0xED, 0xA0, 0x80), 400, "not-utf-8");
    body(all, "beyond U+10FFFF", bytesFor(0xF4, 0x90, 0x80, 0x80), 400, "not-utf-8");
    body(all, "cut off sequence", bytesFor(0xE2, 0x82), 400, "not-utf-8");
    body(all, "lone continuation", bytesFor(0x80), 400, "not-utf-8");
    body(all, "zero byte in ASCII", bytesFor(0), 400, "not-utf-8");
  }

  private static void json(List<BadInput> all) {
    text(all, "empty body", "", 400, "malformed-json");
    text(all, "not JSON", "hello", 400, "malformed-json");
    text(all, "cut off", STUDENT.substring(0, STUDENT.length() - 2), 400, "malformed-json");
    text(all, "something behind", STUDENT + "{}", 400, "malformed-json");
    text(all, "an array as an event", "[" + STUDENT + "]", 400, "malformed-json");
    text(all, "a string as an event", "\"x\"", 400, "malformed-json");
    text(all, "null as an event", "null", 400, "malformed-json");
    text(all, "comment", "/* */" + STUDENT, 400, "malformed-json");
    text(all, "trailing comma", STUDENT.replace("}}", ",}}"), 400, "malformed-json");
    text(all, "single quotes", STUDENT.replace('"', '\''), 400, "malformed-json");
    text(all, "NaN", member("NaN"), 400, "malformed-json");
    text(all, "leading zero", member("01"), 400, "malformed-json");
    text(all, "raw control character", text("a\u0001b"), 400, "malformed-json");
    text(
        all,
        "attribute twice",
        STUDENT.replace("{\"spec", "{\"id\":\"x\",\"spec"),
        400,
        "duplicate-name");
    text(
        all,
        "data twice",
        STUDENT.replace("\"data\":", "\"data\":{},\"data\":"),
        400,
        "duplicate-name");
    text(all, "name twice", member("1,\"x\":2"), 400, "duplicate-name");
    text(
        all, "name twice at depth", member("[[{\"a\":{\"b\":1,\"b\":1}}]]"), 400, "duplicate-name");
    text(all, "name twice, once escaped", member("{\"a\":1,\"\\u0061\":2}"), 400, "duplicate-name");
    text(all, "depth 65", member(nested(64)), 400, "too-deep");
    batch(all, "depth 65 in a batch", "[" + member(nested(64)) + "]", 400, "too-deep");
    text(all, "depth 100,000", member(nested(100_000)), 400, "too-deep");
    text(all, "number of 1,001 digits", member("1".repeat(1_001)), 400, "number-too-long");
    text(
        all,
        "name of 5,000 characters",
        member("{\"" + "n".repeat(5_000) + "\":1}"),
        400,
        "name-too-long");
    batch(all, "batch of a number", "[1]", 400, "malformed-json");
    batch(all, "object as a batch", STUDENT, 400, "malformed-json");
    batch(
        all, "batch with an unreadable end", "[" + STUDENT + "," + STUDENT, 400, "malformed-json");
    batch(all, "1,001 events", "[" + "{},".repeat(1_000) + "{}]", 413, "too-many-events");
  }

  private static void mediaTypes(List<BadInput> all) {
    type(all, "text/plain", 415, "unsupported-media-type");
    type(all, "application/xml", 415, "unsupported-media-type");
    type(all, "application/cloudevents+xml", 415, "unsupported-media-type");
    type(all, "application/cloudevents-batch+avro", 415, "unsupported-media-type");
    type(all, "application/cloudevents+json; charset=utf-16", 415, "unsupported-media-type");
    type(all, "application/json", 415, "unsupported-media-type");
    BadInput.add(
        all,
        "no media type",
        BadInput.WRITER,
        STUDENT.getBytes(UTF_8),
        415,
        "unsupported-media-type");
  }

  private static void encodings(List<BadInput> all) {
    byte[] gzip = Client.gzip(STUDENT.getBytes(UTF_8));
    encoded(
        all, "gzip, cut off", "gzip", Arrays.copyOf(gzip, gzip.length - 9), 400, "malformed-gzip");
    encoded(all, "gzip that is none", "gzip", STUDENT.getBytes(UTF_8), 400, "malformed-gzip");
    encoded(all, "gzip twice", "gzip", Client.gzip(gzip), 400, "not-utf-8");
    encoded(all, "two gzip members", "gzip", twice(gzip), 400, "malformed-gzip");
    encoded(all, "bad checksum", "gzip", flipped(gzip), 400, "malformed-gzip");
    encoded(all, "gzip bomb", "gzip", Client.gzip(new byte[64 * 1024 * 1024]), 413, "too-large");
    encoded(all, "brotli", "br", gzip, 415, "unsupported-encoding");
    encoded(all, "gzip, gzip", "gzip, gzip", gzip, 415, "unsupported-encoding");
  }

  private static void storage(List<BadInput> all) {
    String loneInId = STUDENT.replace("e-bad", "e-\\ud800");
    text(all, "lone surrogate in the id", loneInId, 400, "malformed-event");
    text(all, "U+0000 in a value", text("a\\u0000"), 422, "unstorable-data");
    text(all, "U+0000 in a name", member("{\"a\\u0000\":1}"), 422, "unstorable-data");
    text(all, "lone high surrogate", text("a\\ud800"), 422, "unstorable-data");
    text(all, "lone low surrogate", text("\\udc00a"), 422, "unstorable-data");
    text(all, "surrogates the wrong way", text("\\udc00\\ud800"), 422, "unstorable-data");
    text(all, "lone surrogate in a name", member("{\"\\ud800\":1}"), 400, "malformed-json");
    text(all, "__proto__", member("{\"__proto__\":{\"admin\":true}}"), 422, "unstorable-data");
    text(all, "constructor at depth", member("[{\"constructor\":1}]"), 422, "unstorable-data");
    text(all, "__proto__ escaped", member("{\"\\u005f_proto__\":1}"), 422, "unstorable-data");
    text(all, "1e401", member("1e401"), 422, "unstorable-data");
    text(all, "1e100000", member("1e100000"), 422, "unstorable-data");
    text(all, "1e-100000", member("1e-100000"), 422, "unstorable-data");
    text(all, "1e999999999", member("1e999999999"), 422, "unstorable-data");
    text(all, "101 digits", member("1".repeat(101)), 422, "unstorable-data");
    text(all, "101 decimals", member("0.1" + "1".repeat(100)), 422, "unstorable-data");
    ObjectNode deleted = Events.deleted("bad");
    deleted.putObject("data").put("x", "\u0000");
    BadInput.add(all, "U+0000 in a delete", deleted, 422, "unstorable-data", "#/data/x");
  }

  private static void sizes(List<BadInput> all) {
    BadEvents.event(
        all,
        "data of more than 256 KiB",
        e -> ((ObjectNode) e.path("data")).put("name", "n".repeat(262_144)),
        413,
        "event-too-large",
        "#/data");
    text(all, "body of more than 4 MiB", " ".repeat(4 * 1024 * 1024 + 1), 413, "too-large");
  }

  static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /** An event whose data has a member x of this value. */
  private static String member(String value) {
    return STUDENT.replace(
        "{\"id\":\"bad\",\"name\"", "{\"x\":" + value + ",\"id\":\"bad\",\"name\"");
  }

  /** An event whose data has this name. */
  private static String text(String name) {
    return STUDENT.replace("Dana Ng", name);
  }

  private static byte[] bytesFor(int... inName) {
    byte[] body = text("@".repeat(inName.length)).getBytes(UTF_8);
    int at = new String(body, ISO_8859_1).indexOf("\"@") + 1;
    for (int i = 0; i < inName.length; i++) {
      body[at + i] = (byte) inName[i];
    }
    return body;
  }

  private static byte[] twice(byte[] bytes) {
    byte[] both = Arrays.copyOf(bytes, bytes.length * 2);
    System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
    return both;
  }

  private static byte[] flipped(byte[] gzip) {
    byte[] bad = gzip.clone();
    bad[bad.length - 6] ^= 1;
    return bad;
  }

  private static void body(
      List<BadInput> all, String name, byte[] body, int status, String problem) {
    BadInput.add(
        all, name, BadInput.WRITER, body, status, problem, "Content-Type", Client.STRUCTURED);
  }

  private static void text(
      List<BadInput> all, String name, String body, int status, String problem) {
    body(all, name, body.getBytes(UTF_8), status, problem);
  }

  private static void batch(
      List<BadInput> all, String name, String body, int status, String problem) {
    BadInput.add(
        all,
        name,
        BadInput.WRITER,
        body.getBytes(UTF_8),
        status,
        problem,
        "Content-Type",
        Client.BATCH);
  }

  private static void type(List<BadInput> all, String type, int status, String problem) {
    BadInput.add(
        all,
        "as " + type,
        BadInput.WRITER,
        STUDENT.getBytes(UTF_8),
        status,
        problem,
        "Content-Type",
        type);
  }

  private static void encoded(
      List<BadInput> all, String name, String encoding, byte[] body, int status, String problem) {
    BadInput.add(
        all,
        name,
        BadInput.WRITER,
        body,
        status,
        problem,
        "Content-Type",
        Client.STRUCTURED,
        "Content-Encoding",
        encoding);
  }
}
