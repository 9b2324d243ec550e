package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What openapi.yaml and docs/problems.md promise; each answer in these tests is held to it. */
final class Contract {
  private static final Path PAGES = Path.of("../docs/problems.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^## ([a-z0-9-]+)$");

  private final ObjectNode openapi;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  Contract() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi/ingest.yaml")) {
      assertThat(in).isNotNull();
      openapi = (ObjectNode) new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documented operations: "GET /metrics". */
  Set<String> operations() {
    return openapi
        .path("paths")
        .propertyStream()
        .flatMap(
            path ->
                path.getValue().propertyNames().stream()
                    .filter(method -> Set.of("get", "post", "put", "delete").contains(method))
                    .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toSet());
  }

  /** The problem types that have a section in docs/problems.md. */
  static Set<String> problemPages() {
    try {
      return HEADING
          .matcher(Files.readString(PAGES))
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the operation documents this status with this body, and its headers are there. */
  void check(String method, String template, Answer answer) {
    JsonNode operation = openapi.path("paths").path(template).path(method);
    assertThat(operation.isMissingNode()).as(method + " " + template + " is documented").isFalse();
    JsonNode response = resolve(operation.path("responses").path("" + answer.status()));
    assertThat(response.isMissingNode())
        .as(answer.status() + " of " + template + " is documented: " + answer.body())
        .isFalse();
    for (var header : response.path("headers").properties()) {
      assertThat(answer.header(header.getKey())).as(header.getKey()).isNotEmpty();
    }
    String essence = answer.mediaType().split(";", 2)[0].strip();
    JsonNode schema = response.path("content").path(essence).path("schema");
    assertThat(schema.isMissingNode()).as(essence + " is documented").isFalse();
    if (essence.endsWith("json")) {
      assertThat(compile(schema).validate(answer.body())).as("" + answer.body()).isEmpty();
    }
    if (essence.equals("application/problem+json")) {
      assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
      assertThat(problemPages()).contains(answer.problem());
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
          ObjectNode whole = JsonMapper.shared().createObjectNode();
          whole.set("components", openapi.get("components"));
          whole.set("allOf", JsonMapper.shared().createArrayNode().add(schema));
          return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(whole);
        });
  }
}
