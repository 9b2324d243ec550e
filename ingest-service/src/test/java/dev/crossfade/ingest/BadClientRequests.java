package dev.crossfade.ingest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be wrong with a question where to read, or with an observation. */
final class BadClientRequests {
  private static final String JSON = "application/json";
  private static final String WRITER = Tokens.writer("t-1");
  private static final String ALL = "/ofrep/v1/evaluate/flags";
  private static final String ONE = ALL + "/{m}.reads";

  private BadClientRequests() {}

  /**
   * One bad request.
   *
   * @param body null: a GET
   * @param error the slug of the problem, or the error code of OFREP
   * @param pointer the place that the problem names, or the empty text
   */
  record Bad(
      String path,
      String token,
      @Nullable String body,
      String type,
      int status,
      String error,
      String pointer) {
    @Override
    public String toString() {
      return path + " " + body + " " + error;
    }
  }

  static List<Bad> all() {
    List<Bad> all = new ArrayList<>();
    for (String path : List.of("/v1/{m}/client", "/v1/{m}/client/stream")) {
      get(all, path, WRITER, 400, "bad-query");
      get(all, path + "?source=", WRITER, 400, "bad-query");
      get(all, path + "?source=a/b", WRITER, 400, "bad-query");
      get(all, path + "?source=" + "a".repeat(129), WRITER, 400, "bad-query");
      get(all, path + "?source=a&source=b", WRITER, 400, "bad-query");
      get(all, path + "?source=a&schemaVersion=", WRITER, 400, "bad-query");
      get(all, path + "?source=a&schemaVersion=one", WRITER, 400, "bad-query");
      get(all, path + "?source=a&schemaVersion=-1", WRITER, 400, "bad-query");
      get(all, path + "?source=a", "", 401, "unauthenticated");
      get(all, path + "?source=a", Tokens.of("t-1"), 403, "forbidden");
      get(all, path + "?source=a", Tokens.of("t-1", "importer"), 403, "forbidden");
      get(all, path + "?source=a", Tokens.of(null, "writer"), 400, "tenant-missing");
      get(all, path.replace("{m}", "college") + "?source=a", WRITER, 404, "unknown-migration");
    }
    get(all, "/ofrep/v1/stream", WRITER, 401, "unauthenticated");
    get(all, "/ofrep/v1/stream?ticket=abc", WRITER, 401, "unauthenticated");
    get(all, "/ofrep/v1/stream?ticket=%20", WRITER, 401, "unauthenticated");
    for (String path : List.of(ALL, ONE)) {
      ofrep(all, path);
    }
    post(all, ALL + "/college.reads", WRITER, context("t-1"), 404, "FLAG_NOT_FOUND");
    post(all, ALL + "/{m}", WRITER, context("t-1"), 404, "FLAG_NOT_FOUND");
    observations(all);
    return all;
  }

  private static void ofrep(List<Bad> all, String path) {
    post(all, path, WRITER, "", 400, "PARSE_ERROR");
    post(all, path, WRITER, "{", 400, "PARSE_ERROR");
    post(all, path, WRITER, "[]", 400, "PARSE_ERROR");
    post(all, path, WRITER, "{\"context\":{},\"context\":{}}", 400, "PARSE_ERROR");
    post(all, path, WRITER, "{}", 400, "INVALID_CONTEXT");
    post(all, path, WRITER, "{\"context\":7}", 400, "INVALID_CONTEXT");
    post(all, path, WRITER, "{\"context\":{}}", 400, "TARGETING_KEY_MISSING");
    post(all, path, WRITER, "{\"context\":{\"targetingKey\":null}}", 400, "TARGETING_KEY_MISSING");
    post(all, path, WRITER, "{\"context\":{\"targetingKey\":7}}", 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context(""), 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context("t".repeat(129)), 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context("\\ud800"), 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context("t-1\",\"source\":\"a b"), 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context("t-1\",\"source\":[],\"x\":\""), 400, "INVALID_CONTEXT");
    post(all, path, WRITER, context("t-2"), 403, "tenant-mismatch");
    post(all, path, WRITER, context("T-1"), 403, "tenant-mismatch");
    post(all, path, Tokens.of(null, "reader"), context("t-1"), 403, "tenant-mismatch");
    post(all, path, Tokens.of("t-1", "admin"), context("t-2"), 403, "tenant-mismatch");
    post(all, path, "", context("t-1"), 401, "unauthenticated");
    post(all, path, Tokens.of("t-1", "importer"), context("t-1"), 403, "forbidden");
    post(all, path, WRITER, "{\"x\":\"" + "x".repeat(70_000) + "\"}", 413, "too-large");
    all.add(new Bad(path, WRITER, context("t-1"), "text/plain", 415, "unsupported-media-type", ""));
  }

  private static void observations(List<Bad> all) {
    String path = "/v1/{m}/observations";
    post(all, path, "", "{}", 401, "unauthenticated");
    post(all, path, Tokens.of("t-1", "reader"), "{}", 403, "forbidden");
    post(all, path, Tokens.of(null, "writer"), "{}", 400, "tenant-missing");
    post(all, path, WRITER, "{", 400, "malformed-json");
    post(all, path, WRITER, "[]", 400, "malformed-observation");
    all.add(new Bad(path, WRITER, "{}", "text/plain", 415, "unsupported-media-type", ""));
    post(all, path, WRITER, "{\"x\":\"" + "x".repeat(70_000) + "\"}", 413, "too-large");
    wrong(all, "\"unsent\":1", "#/source");
    wrong(all, "\"source\":7,\"unsent\":1", "#/source");
    wrong(all, "\"source\":\"a b\",\"unsent\":1", "#/source");
    wrong(all, "\"source\":\"a\"", "#/unsent");
    wrong(all, "\"source\":\"a\",\"unsent\":-1", "#/unsent");
    wrong(all, "\"source\":\"a\",\"unsent\":1.5", "#/unsent");
    wrong(all, "\"source\":\"a\",\"unsent\":1e30", "#/unsent");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"compared\":\"many\"", "#/compared");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"seen\":\"x\"", "#/seen");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"seen\":\"99:1\"", "#/seen");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"tenant\":\"t-2\"", "#/tenant");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"comparedAt\":\"noon\"", "#/comparedAt");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"different\":{}", "#/different");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"requests\":-1", "#/requests");
    wrong(all, "\"source\":\"a\",\"unsent\":0,\"failedRequests\":1", "#/failedRequests");
    wrong(
        all,
        "\"source\":\"a\",\"unsent\":0,\"requests\":1,\"failedRequests\":2",
        "#/failedRequests");
    wrong(
        all,
        "\"source\":\"a\",\"unsent\":0,\"different\":[{\"domain\":\"d\",\"recordId\":\"1\"}]",
        "#/different");
    wrong(
        all,
        "\"source\":\"a\",\"unsent\":0,\"compared\":9,\"different\":[{\"domain\":\"d\"}]",
        "#/different/0/recordId");
  }

  private static void wrong(List<Bad> all, String members, String pointer) {
    all.add(
        new Bad(
            "/v1/{m}/observations",
            WRITER,
            "{" + members + "}",
            JSON,
            400,
            "malformed-observation",
            pointer));
  }

  private static String context(String tenant) {
    return "{\"context\":{\"targetingKey\":\"" + tenant + "\"}}";
  }

  private static void get(List<Bad> all, String path, String token, int status, String error) {
    all.add(new Bad(path, token, null, "", status, error, ""));
  }

  private static void post(
      List<Bad> all, String path, String token, String body, int status, String error) {
    all.add(new Bad(path, token, body, JSON, status, error, ""));
  }
}
