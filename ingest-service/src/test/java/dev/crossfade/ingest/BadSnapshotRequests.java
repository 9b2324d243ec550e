package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Snapshots with something wrong around the body: encodings, queries, callers. */
final class BadSnapshotRequests {
  private static final String STORE = Stores.store("browser-1", 2).toString();
  private static final String LINE = Stores.line("t-1", "a");
  private static final String MALFORMED = "malformed-snapshot";

  private final List<BadSnapshots.Bad> all;

  BadSnapshotRequests(List<BadSnapshots.Bad> all) {
    this.all = all;
  }

  void add() {
    encodings();
    queries();
    lineQueries();
    callers();
  }

  private void encodings() {
    byte[] plain = STORE.getBytes(UTF_8);
    byte[] gzip = Client.gzip(plain);
    for (int cut : List.of(1, 9, 17, gzip.length / 2, gzip.length - 3)) {
      byte[] less = Arrays.copyOf(gzip, gzip.length - cut);
      encoded("gzip, cut off by " + cut, "gzip", less, 400, "malformed-gzip");
    }
    byte[] flipped = gzip.clone();
    flipped[flipped.length - 6] ^= 1;
    encoded("bad checksum", "gzip", flipped, 400, "malformed-gzip");
    encoded("gzip that is none", "gzip", plain, 400, "malformed-gzip");
    encoded("gzip twice", "gzip", Client.gzip(gzip), 400, "not-utf-8");
    byte[] bomb = Client.gzip(new byte[100 * 1024 * 1024]);
    encoded("gzip bomb", "gzip", bomb, 413, "too-large");
    encoded("bomb in a bomb", "gzip", Client.gzip(bomb), 400, "not-utf-8");
    encoded("brotli", "br", gzip, 415, "unsupported-encoding");
    encoded("gzip, gzip", "gzip, gzip", gzip, 415, "unsupported-encoding");
    String large = BadSnapshots.key("\"big\":\"" + "x".repeat(16 * 1024 * 1024) + "\"");
    add(
        "more than 16 MiB",
        BadInput.WRITER,
        "",
        large.getBytes(UTF_8),
        413,
        "too-large",
        "Content-Type",
        Client.JSON);
    for (String type :
        List.of(
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json-seq",
            "application/cloudevents+json",
            "application/ndjson, application/json",
            "multipart/form-data")) {
      add(type, BadInput.WRITER, "", plain, 415, "unsupported-media-type", "Content-Type", type);
    }
    add("no media type", BadInput.WRITER, "", plain, 415, "unsupported-media-type");
  }

  private void queries() {
    for (String query :
        List.of(
            "?dryRun=yes",
            "?dryRun=1",
            "?dryRun=TRUE",
            "?dryRun=",
            "?dryRun=true&dryRun=true",
            "?dryrun=true",
            "?source=erp",
            "?snapshot=x",
            "?more=true",
            "?sequence=1",
            "?part=0",
            "?x=1")) {
      add(
          "store " + query,
          BadInput.WRITER,
          query,
          STORE.getBytes(UTF_8),
          400,
          MALFORMED,
          "Content-Type",
          Client.JSON);
    }
  }

  private void lineQueries() {
    for (String query :
        List.of(
            "",
            "?source=",
            "?source=a%20b",
            "?source=a%2Fb",
            "?source=erp&source=erp",
            "?source=" + "x".repeat(129),
            "?source=erp&sequence=-1",
            "?source=erp&sequence=1e3",
            "?source=erp&sequence=",
            "?source=erp&sequence=9223372036854775808",
            "?source=erp&sequence=1&sequence=1",
            "?source=erp&sequence=1&asOf=0:1",
            "?source=erp&schemaVersion=one",
            "?source=erp&schemaVersion=-1",
            "?source=erp&schemaVersion=01",
            "?source=erp&takenAt=yesterday",
            "?source=erp&takenAt=2026-02-30T10:00:00Z",
            "?source=erp&snapshot=a%20b",
            "?source=erp&snapshot=",
            "?source=erp&snapshot=" + "x".repeat(65),
            "?source=erp&snapshot=a&part=-1",
            "?source=erp&snapshot=a&part=x",
            "?source=erp&snapshot=a&part=1.5",
            "?source=erp&part=1",
            "?source=erp&more=true",
            "?source=erp&snapshot=a&more=maybe",
            "?source=erp&dryRun=maybe",
            "?source=erp&open=maybe",
            "?source=erp&tenant=t-2",
            "?source=erp&dryrun=true",
            "?source=erp&open=true&more=true",
            "?source=erp&open=true&snapshot=x",
            "?source=erp&open=true")) {
      lines(query, LINE, 400, MALFORMED);
    }
    for (String asOf :
        List.of(
            "x",
            "0:",
            "%C0%A0",
            "0:1000000",
            "99:0",
            "AQYAAAAAAAAAAAA",
            "-1:0",
            "a".repeat(5_000))) {
      lines("?source=erp&asOf=" + asOf, LINE, 422, "foreign-as-of");
    }
    lines("?source=erp&schemaVersion=2", LINE, 422, "unknown-schema-version");
    lines("?source=erp&schemaVersion=0", LINE, 422, "unknown-schema-version");
    add(
        "a line without any end",
        BadInput.WRITER,
        "?source=erp",
        Client.gzip("x".repeat(20 * 1024 * 1024).getBytes(UTF_8)),
        413,
        "line-too-long",
        "Content-Type",
        Client.LINES,
        "Content-Encoding",
        "gzip");
  }

  private void callers() {
    caller("no token", "", 401, "unauthenticated");
    caller("expired token", Tokens.of("t-1", Instant.EPOCH, "writer"), 401, "unauthenticated");
    caller("reader", Tokens.of("t-1", "reader"), 403, "forbidden");
    caller("operator", Tokens.of("t-1", "operator", "admin"), 403, "forbidden");
    caller("no roles", Tokens.of("t-1"), 403, "forbidden");
    caller("writer without a tenant", Tokens.of(null, "writer"), 400, "tenant-missing");
    caller("importer without a tenant", Tokens.of(null, "importer"), 400, "tenant-missing");
  }

  private void caller(String name, String token, int status, String problem) {
    add(name, token, "", STORE.getBytes(UTF_8), status, problem, "Content-Type", Client.JSON);
  }

  private void lines(String query, String line, int status, String problem) {
    byte[] body = line.getBytes(UTF_8);
    String shown = query.length() > 60 ? query.substring(0, 60) : query;
    add(
        "lines " + shown,
        BadInput.WRITER,
        query,
        body,
        status,
        problem,
        "Content-Type",
        Client.LINES);
  }

  private void encoded(String name, String encoding, byte[] body, int status, String problem) {
    add(
        name,
        BadInput.WRITER,
        "",
        body,
        status,
        problem,
        "Content-Type",
        Client.JSON,
        "Content-Encoding",
        encoding);
  }

  private void add(
      String name,
      String token,
      String query,
      byte[] body,
      int status,
      String problem,
      String... headers) {
    all.add(new BadSnapshots.Bad(name, token, query, body, List.of(headers), status, problem));
  }
}
