package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Snapshots that cannot be read as a whole: each with one thing wrong. */
final class BadSnapshots {
  private static final String STORE = Stores.store("browser-1", 2).toString();
  private static final String MALFORMED = "malformed-snapshot";

  private final List<Bad> all = new ArrayList<>();

  private BadSnapshots() {}

  /** One of them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bad(
      String name,
      String token,
      String query,
      byte[] body,
      List<String> headers,
      int status,
      String problem) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Bad> all() {
    BadSnapshots bad = new BadSnapshots();
    bad.bytes();
    bad.json();
    bad.members();
    bad.entries();
    new BadSnapshotRequests(bad.all).add();
    return bad.all;
  }

  private void bytes() {
    store("UTF-16", STORE.getBytes(UTF_16), 400, "not-utf-8");
    store("byte order mark", ("\uFEFF" + STORE).getBytes(UTF_8), 400, "not-utf-8");
    store("Latin 1", STORE.replace("dark", "Müller").getBytes(ISO_8859_1), 400, "not-utf-8");
    for (int[] bad :
        new int[][] {{0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0}}) {
      byte[] body = STORE.replace("dark", "@".repeat(bad.length)).getBytes(UTF_8);
      int at = new String(body, ISO_8859_1).indexOf('@', STORE.indexOf("theme"));
      for (int i = 0; i < bad.length; i++) {
        body[at + i] = (byte) bad[i];
      }
      store("bytes " + Arrays.toString(bad), body, 400, "not-utf-8");
    }
  }

  private void json() {
    for (String text : List.of("", " ", "hello", "null", "7", "\"x\"", "[]", "[" + STORE + "]")) {
      text("body '" + (text.length() > 20 ? "array" : text) + "'", text, 400, "malformed-json");
    }
    for (int cut = 1; cut < STORE.length(); cut += 37) {
      text("cut off at " + cut, STORE.substring(0, cut), 400, "malformed-json");
    }
    text("something behind", STORE + "{}", 400, "malformed-json");
    text("trailing comma", STORE.substring(0, STORE.length() - 1) + ",}", 400, "malformed-json");
    text("single quotes", STORE.replace('"', '\''), 400, "malformed-json");
    text("comment", "/**/" + STORE, 400, "malformed-json");
    text("raw control character", STORE.replace("dark", "da\u0001rk"), 400, "malformed-json");
    text("raw line feed in a string", STORE.replace("dark", "da\nrk"), 400, "malformed-json");
    text("bad escape", STORE.replace("dark", "\\x"), 400, "malformed-json");
    text("cut off escape", STORE.replace("dark", "\\u00"), 400, "malformed-json");
    text("lone surrogate in a key", STORE.replace("theme", "\\ud800"), 400, "malformed-json");
    text("source twice", twice("source", "\"a\""), 400, "duplicate-name");
    text("entries twice", twice("entries", "{}"), 400, "duplicate-name");
    text("key twice", key("\"theme\":\"light\""), 400, "duplicate-name");
    text("key twice, once escaped", key("\"\\u0074heme\":\"light\""), 400, "duplicate-name");
    text("depth 3", with("entries", "{\"a\":{\"b\":{}}}"), 400, MALFORMED);
    text("depth 100,000", "{\"x\":" + BadBodies.nested(100_000) + "}", 400, "too-deep");
    text("number of 1,001 digits", with("sequence", "1".repeat(1_001)), 400, "number-too-long");
    text(
        "key of 70,000 characters",
        key("\"" + "k".repeat(70_000) + "\":\"\""),
        400,
        "name-too-long");
    text("100,001 keys", keys(100_001), 413, "too-many-keys");
  }

  private void members() {
    for (String name : List.of("source", "entries")) {
      change("no " + name, s -> s.remove(name));
    }
    for (String name :
        List.of("source", "sequence", "takenAt", "schemaVersion", "entries", "asOf")) {
      for (String value : List.of("null", "true", "[]", "{\"a\":1}", "1.5", "[\"x\"]", "-0.0")) {
        text(name + " " + value, with(name, value), 400, MALFORMED);
      }
    }
    for (String value :
        List.of("-1", "1e3", "\"5\"", "5.0", "9223372036854775808", "1e999999999", "\"\"")) {
      text("sequence " + value, with("sequence", value), 400, MALFORMED);
      text("schemaVersion " + value, with("schemaVersion", value), 400, MALFORMED);
    }
    text("schemaVersion beyond int", with("schemaVersion", "2147483648"), 400, MALFORMED);
    text("schemaVersion 0", with("schemaVersion", "0"), 422, "unknown-schema-version");
    text("schemaVersion 2", with("schemaVersion", "2"), 422, "unknown-schema-version");
    for (String value :
        List.of(
            "", "a b", "a/b", "/sources/a", "ä", "x".repeat(129), "a\u0000", "a\n", "\"", "%41")) {
      change("source '" + shown(value) + "'", s -> s.put("source", value));
    }
    for (String value :
        List.of(
            "",
            "yesterday",
            "2026-05-01",
            "2026-05-01 10:00",
            "2026-02-30T10:00:00Z",
            "1899-12-31T23:59:59Z",
            "2200-01-01T00:00:00Z",
            "1763640000")) {
      change("takenAt '" + value + "'", s -> s.put("takenAt", value));
    }
    for (String value :
        List.of("", "7", "0:", ":7", "0:-1", "0:1:2", "a:b", "00:1", "0:9223372036854775808")) {
      change("asOf '" + value + "'", s -> s.put("asOf", value).remove("sequence"));
    }
    for (int partition = 0; partition < 10; partition++) {
      ObjectNode store = Stores.store("browser-1", 1).put("asOf", partition + ":1000000");
      store.remove("sequence");
      text("asOf " + partition + ":1000000", store.toString(), 422, "foreign-as-of");
    }
    change("sequence and asOf", s -> s.put("asOf", "0:1"));
    for (String name :
        List.of("tenant", "version", "snapshot", "dryRun", "Source", "__proto__", "", "data")) {
      text("unknown member '" + name + "'", twice(name, "1"), 400, MALFORMED);
    }
  }

  private void entries() {
    for (String value : List.of("1", "null", "true", "[]", "{}", "[\"x\"]", "1e5", "-7", "[1,2]")) {
      text("an entry is " + value, key("\"x\":" + value), 400, MALFORMED);
      text(
          "first an entry is " + value,
          with("entries", "{\"x\":" + value + ",\"y\":\"\"}"),
          400,
          MALFORMED);
    }
    for (String value : List.of("\"x\"", "7", "[]", "null", "false")) {
      text("entries is " + value, with("entries", value), 400, MALFORMED);
    }
  }

  private static String shown(String value) {
    return value.length() > 40
        ? value.length() + " characters"
        : value.replaceAll("\\p{Cntrl}", "?");
  }

  /** The store with this value for a member. */
  private static String with(String name, String value) {
    ObjectNode store = Stores.store("browser-1", 1);
    store.remove(name);
    if (name.equals("asOf")) {
      store.remove("sequence");
    }
    String text = store.toString();
    return "{\"" + name + "\":" + value + "," + text.substring(1);
  }

  /** The store with one member more. */
  private static String twice(String name, String value) {
    return STORE.substring(0, STORE.length() - 1) + ",\"" + name + "\":" + value + "}";
  }

  /** The store with one more key. */
  static String key(String member) {
    return STORE.replace("\"entries\":{", "\"entries\":{" + member + ",");
  }

  private static String keys(int count) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < count; i++) {
      members.append("\"k").append(i).append("\":\"\",");
    }
    return key(members.append("\"last\":\"\"").toString());
  }

  private void change(String name, Consumer<ObjectNode> change) {
    ObjectNode store = Stores.store("browser-1", 1);
    change.accept(store);
    text(name, store.toString(), 400, MALFORMED);
  }

  private void text(String name, String body, int status, String problem) {
    store(name, body.getBytes(UTF_8), status, problem);
  }

  private void store(String name, byte[] body, int status, String problem) {
    List<String> headers = List.of("Content-Type", Client.JSON);
    all.add(new Bad(name, BadInput.WRITER, "", body, headers, status, problem));
  }
}
