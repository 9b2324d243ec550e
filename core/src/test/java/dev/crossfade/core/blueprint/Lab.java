package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The test blueprint with every rule of identity, and random records of it. */
final class Lab {
  static final Blueprint BLUEPRINT = Blueprint.load(School.resource("/identities"));
  static final Instant TIME = Instant.parse("2026-03-01T09:30:00Z");

  private final Random random;
  private final boolean tidy;

  /** Half of all seeds make a tidy record: spelled as the way back spells it. */
  Lab(long seed) {
    this.random = new Random(seed);
    this.tidy = random.nextBoolean();
  }

  static Domain domain(String name) {
    return BLUEPRINT.domain(name).orElseThrow();
  }

  /** The context in which ingest and sync would map the document. */
  static RecordContext context(Domain domain, Document document, SourceKey source) {
    String own = domain.idOf(document).orElse("11111111-2222-4333-8444-abcdefabcdef");
    return new RecordContext(domain.recordKey(source, own), source.source(), TIME);
  }

  ObjectNode record(String domain) {
    JsonNode domains = BLUEPRINT.json().get("domains");
    for (JsonNode each : domains) {
      if (each.get("name").stringValue().equals(domain)) {
        ObjectNode record = (ObjectNode) value("", each.get("schema"), each.get("schema"));
        if (!tidy && random.nextInt(4) == 0) {
          record.put("unknown", 1);
        }
        return record;
      }
    }
    throw new AssertionError(domain);
  }

  private JsonNode value(String name, JsonNode written, JsonNode root) {
    JsonNode schema =
        written.has("$ref") ? root.at(written.get("$ref").stringValue().substring(1)) : written;
    JsonNode type = schema.get("type");
    // A null among the elements of an array is kept, a null in a field is not.
    boolean element = name.isEmpty();
    if (type.isArray() && (element || !tidy) && random.nextInt(5) == 0) {
      return Json.MAPPER.nullNode();
    }
    return switch (type.isArray() ? type.get(0).stringValue() : type.stringValue()) {
      case "object" -> object(schema, root);
      case "array" -> array(schema, root);
      case "string" -> Json.MAPPER.valueToTree(string(name, schema));
      case "integer" -> integer(schema);
      default -> Json.MAPPER.valueToTree(random.nextBoolean());
    };
  }

  private ObjectNode object(JsonNode schema, JsonNode root) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    ObjectNode object = Json.MAPPER.createObjectNode();
    for (var property : schema.get("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextInt(3) > 0) {
        JsonNode value = value(property.getKey(), property.getValue(), root);
        boolean bare = !required.contains(property.getKey()) && value.isContainer();
        if (!(tidy && bare && value.isEmpty())) {
          object.set(property.getKey(), value);
        }
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, JsonNode root) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value("", schema.get("items"), root));
    }
    return array;
  }

  private String string(String name, JsonNode schema) {
    if (schema.has("enum")) {
      return schema.get("enum").get(0).stringValue();
    }
    UUID uuid = new UUID(random.nextLong(), random.nextLong());
    String spelled =
        tidy || random.nextBoolean() ? "" + uuid : ("" + uuid).toUpperCase(Locale.ROOT);
    return switch (schema.path("format").asString("")) {
      case "date" -> "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
      case "uuid" -> spelled;
      default ->
          switch (random.nextInt(name.equals("booking") ? 5 : 4)) {
            case 0 -> spelled;
            case 1 -> "singleton";
            case 2 -> "é\"\\/" + random.nextInt(100);
            case 3 -> Integer.toString(random.nextInt(10));
            default -> (tidy ? "[\"1\",\"%s\"]" : "[1, \"%s\"]").formatted(spelled);
          };
    };
  }

  private JsonNode integer(JsonNode schema) {
    String digits =
        schema.has("maximum") || random.nextInt(4) > 0
            ? Integer.toString(random.nextInt(1_000) - 500)
            : Long.toString(random.nextLong());
    String spelled = tidy || random.nextInt(4) > 0 ? digits : digits + ".0";
    return Json.parse(spelled.getBytes(StandardCharsets.UTF_8));
  }
}
