package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
  private static final String WRITER = Tokens.writer("t-1");
  private static final String STUDENT = Events.student("bad").toString();
  private static final String DATA = Events.student("bad").get("data").toString();

  @Override
  public String toString() {
    return name;
  }

  static List<BadInput> all() {
    List<BadInput> all = new ArrayList<>();
    bytes(all);
    json(all);
    mediaTypes(all);
    encodings(all);
    attributes(all);
    sequencesAndPositions(all);
    meanings(all);
    storage(all);
    sizes(all);
    binary(all);
    callers(all);
    return all;
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
    binary(all, "binary: depth 65", 400, "too-deep", "", "", "{\"x\":" + nested(64) + "}");
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
    add(all, "no media type", WRITER, STUDENT.getBytes(UTF_8), 415, "unsupported-media-type");
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

  private static void attributes(List<BadInput> all) {
    for (String name : List.of("specversion", "id", "source", "type", "subject", "data")) {
      event(all, "no " + name, e -> e.remove(name), 400, "malformed-event", "#/" + name);
      event(all, name + " null", e -> e.putNull(name), 400, "malformed-event", "#/" + name);
    }
    set(all, "specversion", "0.3", "malformed-event");
    set(all, "id", "", "malformed-event");
    set(all, "id", "x".repeat(129), "malformed-event");
    set(all, "id", "a\u0000b", "malformed-event");
    set(all, "id", "a\nb", "malformed-event");
    set(all, "source", "browser-1", "malformed-event");
    set(all, "source", "/sources/", "malformed-event");
    set(all, "source", "/sources/a b", "malformed-event");
    set(all, "source", "/sources/a/b", "malformed-event");
    set(all, "subject", "students", "malformed-event");
    set(all, "subject", "/bad", "malformed-event");
    set(all, "subject", "students/", "malformed-event");
    set(all, "subject", "students/" + "x".repeat(129), "malformed-event");
    set(all, "subject", "students/a\u0000", "malformed-event");
    set(all, "time", "yesterday", "malformed-event");
    set(all, "time", "2026-05-01 10:00", "malformed-event");
    set(all, "time", "2026-02-30T10:00:00Z", "malformed-event");
    set(all, "time", "1899-12-31T23:59:59Z", "malformed-event");
    set(all, "time", "2200-01-01T00:00:00Z", "malformed-event");
    set(all, "changed", "a,,b", "malformed-event");
    set(all, "changed", "x".repeat(8_193), "malformed-event");
    set(all, "changed", "a\u0000", "malformed-event");
    set(all, "schemaversion", "one", "malformed-event");
    set(all, "schemaversion", "-1", "malformed-event");
    set(all, "datacontenttype", "text/xml", "malformed-event");
    event(all, "id is an object", e -> e.putObject("id"), 400, "malformed-event", "#/id");
    event(all, "name with a dash", e -> e.put("my-name", 1), 400, "malformed-event", "#/?");
    String loneInId = STUDENT.replace("e-bad", "e-\\ud800");
    text(all, "lone surrogate in the id", loneInId, 400, "malformed-event");
  }

  private static void sequencesAndPositions(List<BadInput> all) {
    for (String sequence :
        List.of(
            "",
            "0",
            "-1",
            "+1",
            "1.5",
            "1e3",
            "0x1",
            "x",
            " 1",
            "9223372036854775808",
            "000000000000000000001")) {
      set(all, "sequence", sequence, "malformed-event");
    }
    event(
        all,
        "sequence 1.5 as a number",
        e -> e.put("sequence", 1.5),
        400,
        "malformed-event",
        "#/sequence");
    for (String base :
        List.of("", "7", "0:", ":7", "0:-1", "0:1:2", "a:b", "0:9223372036854775808")) {
      set(all, "base", base, "malformed-event");
    }
    event(
        all, "base in another partition", e -> e.put("base", "5:7"), 422, "foreign-base", "#/base");
    add(all, "skipped without a sequence", withoutSequence(), 400, "malformed-event", "#/sequence");
  }

  private static void meanings(List<BadInput> all) {
    event(
        all, "unknown type", e -> e.put("type", "com.example.made"), 422, "unknown-type", "#/type");
    event(
        all,
        "unknown domain",
        e -> e.put("subject", "pupils/bad"),
        422,
        "unknown-domain",
        "#/subject");
    event(
        all,
        "domain in capitals",
        e -> e.put("subject", "Students/bad"),
        422,
        "unknown-domain",
        "#/subject");
    event(
        all,
        "later schema version",
        e -> e.put("schemaversion", "2"),
        422,
        "unknown-schema-version",
        "#/schemaversion");
    event(
        all,
        "schema version 0",
        e -> e.put("schemaversion", "0"),
        422,
        "unknown-schema-version",
        "#/schemaversion");
    event(
        all,
        "another id in data",
        e -> e.put("subject", "students/other"),
        422,
        "id-mismatch",
        "#/data/id");
    data(all, "required field missing", d -> d.remove("email"), "schema-violation", "#/data");
    data(all, "wrong type", d -> d.put("name", 7), "schema-violation", "#/data/name");
    data(all, "unknown field", d -> d.put("shoeSize", 40), "schema-violation", "#/data");
    data(
        all,
        "not of the list",
        d -> d.put("status", "asleep"),
        "schema-violation",
        "#/data/status");
    data(
        all,
        "text too long",
        d -> d.put("name", "n".repeat(201)),
        "schema-violation",
        "#/data/name");
    data(
        all,
        "no such day",
        d -> d.put("joinDate", "2026-02-30"),
        "schema-violation",
        "#/data/joinDate");
    data(all, "id is a number", d -> d.put("id", 7), "schema-violation", "#/data/id");
    event(all, "data is an array", e -> e.putArray("data"), 400, "malformed-event", "#/data");
    event(all, "data is a string", e -> e.put("data", DATA), 400, "malformed-event", "#/data");
    event(all, "data is a number", e -> e.put("data", 7), 400, "malformed-event", "#/data");
    event(
        all,
        "both forms of data",
        e -> e.put("data_base64", "e30="),
        400,
        "malformed-event",
        "#/data_base64");
    event(
        all,
        "data_base64 is none",
        e -> e.put("data_base64", "%%").remove("data"),
        400,
        "malformed-event",
        "#/data_base64");
    event(
        all,
        "data_base64 of text",
        e -> e.put("data_base64", "aGVsbG8=").remove("data"),
        400,
        "malformed-event",
        "#/data_base64");
  }

  private static void storage(List<BadInput> all) {
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
    add(all, "U+0000 in a delete", deleted, 422, "unstorable-data", "#/data/x");
  }

  private static void sizes(List<BadInput> all) {
    data(
        all,
        "data of more than 256 KiB",
        d -> d.put("name", "n".repeat(262_144)),
        413,
        "event-too-large",
        "#/data");
    text(all, "body of more than 4 MiB", " ".repeat(4 * 1024 * 1024 + 1), 413, "too-large");
  }

  private static void binary(List<BadInput> all) {
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
        WRITER.substring(0, WRITER.length() - 4) + "AAAA",
        401,
        "unauthenticated");
    caller(all, "reader", Tokens.of("t-1", "reader"), 403, "forbidden");
    caller(all, "operator", Tokens.of("t-1", "operator", "admin"), 403, "forbidden");
    caller(all, "no roles", Tokens.of("t-1"), 403, "forbidden");
    caller(all, "writer without a tenant", Tokens.of(null, "writer"), 400, "tenant-missing");
    caller(all, "importer without a tenant", Tokens.of(null, "importer"), 400, "tenant-missing");
    event(all, "another tenant", e -> e.put("tenant", "t-2"), 403, "tenant-mismatch", "#/tenant");
    event(
        all, "tenant in capitals", e -> e.put("tenant", "T-1"), 403, "tenant-mismatch", "#/tenant");
    ObjectNode blank = Events.student("bad").put("tenant", " ");
    add(
        all,
        "importer, blank tenant",
        Tokens.of(null, "importer"),
        blank.toString().getBytes(UTF_8),
        400,
        "malformed-event",
        "Content-Type",
        Client.STRUCTURED);
  }

  private static ObjectNode withoutSequence() {
    ObjectNode skipped = Events.skipped(1);
    skipped.remove("sequence");
    return skipped;
  }

  private static String nested(int depth) {
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
    add(all, name, WRITER, body, status, problem, "Content-Type", Client.STRUCTURED);
  }

  private static void text(
      List<BadInput> all, String name, String body, int status, String problem) {
    body(all, name, body.getBytes(UTF_8), status, problem);
  }

  private static void batch(
      List<BadInput> all, String name, String body, int status, String problem) {
    add(all, name, WRITER, body.getBytes(UTF_8), status, problem, "Content-Type", Client.BATCH);
  }

  private static void type(List<BadInput> all, String type, int status, String problem) {
    add(all, "as " + type, WRITER, STUDENT.getBytes(UTF_8), status, problem, "Content-Type", type);
  }

  private static void encoded(
      List<BadInput> all, String name, String encoding, byte[] body, int status, String problem) {
    add(
        all,
        name,
        WRITER,
        body,
        status,
        problem,
        "Content-Type",
        Client.STRUCTURED,
        "Content-Encoding",
        encoding);
  }

  private static void set(List<BadInput> all, String attribute, String value, String problem) {
    String shown = value.length() > 40 ? value.length() + " characters" : value;
    String name = attribute + " '" + shown.replace('\u0000', '0').replace('\n', 'n') + "'";
    event(all, name, e -> e.put(attribute, value), 400, problem, "#/" + attribute);
  }

  private static void data(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      String problem,
      String pointer) {
    data(all, name, change, 422, problem, pointer);
  }

  private static void data(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      int status,
      String problem,
      String pointer) {
    event(all, name, e -> change.accept((ObjectNode) e.get("data")), status, problem, pointer);
  }

  private static void event(
      List<BadInput> all,
      String name,
      Consumer<ObjectNode> change,
      int status,
      String problem,
      String pointer) {
    ObjectNode event = Events.student("bad");
    change.accept(event);
    add(all, name, event, status, problem, pointer);
  }

  private static void add(
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
    all.add(new BadInput(name, WRITER, data.getBytes(UTF_8), headers, status, problem, ""));
  }

  private static void caller(
      List<BadInput> all, String name, String token, int status, String problem) {
    add(
        all,
        name,
        token,
        STUDENT.getBytes(UTF_8),
        status,
        problem,
        "Content-Type",
        Client.STRUCTURED);
  }

  private static void add(
      List<BadInput> all,
      String name,
      String token,
      byte[] body,
      int status,
      String problem,
      String... headers) {
    all.add(new BadInput(name, token, body, List.of(headers), status, problem, ""));
  }
}
