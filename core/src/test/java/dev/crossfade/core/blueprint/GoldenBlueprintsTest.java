package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Golden files: a legacy record, its rows, and the record that comes back. Each file holds cases;
 * what the mapping makes of their records must be what stands beside them.
 */
class GoldenBlueprintsTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/blueprint");
  private static final ObjectWriter PRETTY = Json.MAPPER.writerWithDefaultPrettyPrinter();
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456Z");
  private static final SourceKey SOURCE = new SourceKey("t1", "laptop");

  static Stream<Arguments> domains() {
    return Stream.of("school", "agent-tasks", "prompts", "documents")
        .map(name -> Blueprint.load(School.resource("/blueprints/" + name)))
        .flatMap(blueprint -> blueprint.domains().stream().map(d -> arguments(blueprint, d)));
  }

  @ParameterizedTest
  @MethodSource("domains")
  @DisplayName("legacy record → rows → legacy record")
  void golden(Blueprint blueprint, Domain domain) throws IOException {
    // given
    Path file = FOLDER.resolve(blueprint.name()).resolve(domain.name() + ".json");
    JsonNode golden = Json.MAPPER.readTree(Files.readAllBytes(file));
    ArrayNode actual = Json.MAPPER.createArrayNode();

    // when
    for (JsonNode each : golden) {
      actual.add(run(blueprint, domain, (ObjectNode) each));
    }

    // then
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, PRETTY.writeValueAsString(actual) + "\n");
    }
    assertThat(golden.size()).isGreaterThanOrEqualTo(2);
    assertThat(PRETTY.writeValueAsString(actual)).isEqualTo(PRETTY.writeValueAsString(golden));
  }

  @Test
  @DisplayName("the digest is over these canonical bytes, and never changes for them")
  void digest() throws IOException {
    // given
    Blueprint blueprint = Blueprint.load(School.resource("/golden/blueprint/small"));

    // when
    byte[] canonical = CanonicalJson.bytes(blueprint.json());

    // then
    assertThat(new String(canonical, UTF_8)).isEqualTo(read("small.canonical.json").strip());
    assertThat(blueprint.digest().hex()).isEqualTo(read("small.sha256").strip());
    assertThat(Blueprint.fromJson(blueprint.json()).digest()).isEqualTo(blueprint.digest());
  }

  /** The case with the outcome that the mapping has now. */
  private static ObjectNode run(Blueprint blueprint, Domain domain, ObjectNode golden) {
    Document document = Document.of((ObjectNode) golden.get("record"));
    String id = domain.idOf(document).orElseGet(() -> golden.path("id").asString());
    RecordContext context = new RecordContext(domain.recordKey(SOURCE, id), SOURCE.source(), TIME);
    assertThat(domain.validate(document.tree())).isEmpty();
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);
    ReferenceNames names = DocumentNames.of(blueprint, domain, document, context);
    ObjectNode actual = Json.MAPPER.createObjectNode();
    actual.set("case", golden.get("case"));
    if (golden.has("id")) {
      actual.set("id", golden.get("id"));
    }
    actual.set("record", golden.get("record"));
    ObjectNode rows = actual.putObject("rows");
    mapped.rows().forEach(row -> rows.set(row.table().qualifiedName(), values(row)));
    for (RowSet set : mapped.sets()) {
      ArrayNode elements = rows.putArray(set.key().table().qualifiedName());
      set.rows().forEach(row -> elements.add(values(row)));
    }
    actual.put("exact", mapped.exact());
    actual.set("back", domain.mapping().backward(mapped.allRows(), names));
    return actual;
  }

  private static ObjectNode values(Row row) {
    ObjectNode values = Json.MAPPER.createObjectNode();
    for (int i = 0; i < row.table().columns().size(); i++) {
      Column column = row.table().columns().get(i);
      @Nullable Object value = row.value(i);
      if (value != null) {
        assertThat(value).isInstanceOf(column.type().javaType());
      }
      values.put(column.name(), value == null ? null : value.toString());
    }
    return values;
  }

  private static String read(String file) throws IOException {
    return Files.readString(Objects.requireNonNull(School.resource("/golden/blueprint/" + file)));
  }
}
