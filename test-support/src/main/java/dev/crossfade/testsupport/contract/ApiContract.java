package dev.crossfade.testsupport.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a service's OpenAPI 3.1 description promises: its operations, and of each answer the status,
 * the headers, the media type and the shape of the body. Thread-safe.
 */
public final class ApiContract {
  private static final String PROBLEM = "application/problem+json";
  private static final String PROBLEMS = "https://crossfade.dev/problems/";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ObjectNode openapi;
  private final ProblemPages pages;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  private ApiContract(ObjectNode openapi, ProblemPages pages) {
    this.openapi = openapi;
    this.pages = pages;
  }

  /**
   * Reads a description.
   *
   * @param anchor a class of the module that the resource lies in
   * @param resource its absolute name on the class path, such as {@code /openapi/ingest.yaml}
   * @throws IllegalArgumentException when there is none
   */
  public static ApiContract of(Class<?> anchor, String resource, ProblemPages pages) {
    try (InputStream in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new ApiContract((ObjectNode) new YAMLMapper().readTree(in), pages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documented operations, each as {@code GET /metrics}. */
  public Set<String> operations() {
    return openapi
        .path("paths")
        .propertyStream()
        .flatMap(
            path ->
                path.getValue().propertyNames().stream()
                    .filter(METHODS::contains)
                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toSet());
  }

  /**
   * Holds an answer to what is documented for its operation and status.
   *
   * @param template the operation's path as documented, such as {@code /v1/{m}/progress}
   * @throws AssertionError when the answer breaks it, or the problem it tells of has no page
   */
  public void check(String method, String template, HttpResponse<byte[]> answer) {
    String what = method + " " + template + " answered " + answer.statusCode();
    JsonNode operation = openapi.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    require(!operation.isMissingNode(), what + ": the operation is not documented");
    JsonNode response = resolve(operation.path("responses").path("" + answer.statusCode()));
    require(!response.isMissingNode(), what + ": the status is not documented");
    for (var header : response.path("headers").properties()) {
      boolean there = answer.headers().firstValue(header.getKey()).isPresent();
      boolean needed = header.getValue().path("required").asBoolean(false);
      require(there || !needed, what + ": lacks the header " + header.getKey());
    }
    if (!response.has("content")) {
      require(answer.body().length == 0, what + ": a body is not documented");
      return;
    }
    checkBody(what, response, answer);
  }

  private void checkBody(String what, JsonNode response, HttpResponse<byte[]> answer) {
    String mediaType = answer.headers().firstValue("content-type").orElse("").split(";", 2)[0];
    String essence = mediaType.strip().toLowerCase(Locale.ROOT);
    JsonNode schema = response.path("content").path(essence).path("schema");
    require(!schema.isMissingNode(), what + ": " + essence + " is not documented");
    if (!essence.endsWith("json")) {
      return;
    }
    JsonNode body = JSON.readTree(answer.body());
    var violations = compile(schema).validate(body);
    require(violations.isEmpty(), what + ": " + violations + " in " + body);
    if (essence.equals(PROBLEM)) {
      String type = body.path("type").asString("");
      require(body.path("status").asInt() == answer.statusCode(), what + ": another status inside");
      require(type.startsWith(PROBLEMS), what + ": " + type + " is no problem of ours");
      String slug = type.substring(PROBLEMS.length());
      require(pages.slugs().contains(slug), what + ": the problem " + slug + " has no page");
    }
  }

  private JsonNode resolve(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : openapi.at(ref.substring(1));
  }

  private Schema compile(JsonNode schema) {
    return compiled.computeIfAbsent(
        schema.toString(),
        text -> {
          ObjectNode whole = JSON.createObjectNode();
          whole.set("components", openapi.get("components"));
          whole.set("allOf", JSON.createArrayNode().add(schema));
          return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(whole);
        });
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
