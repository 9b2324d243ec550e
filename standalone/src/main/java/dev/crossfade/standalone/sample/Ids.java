package dev.crossfade.standalone.sample;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * Ids of records: mostly short ones that each tenant has too, some UUIDs in either case, some with
 * spaces and other scripts; as the id's schema has them where it says more.
 */
final class Ids {
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final int FRESH = 1_000_000;
  private static final int MOST = 128;

  private final DomainPlan domain;
  private final Words words;

  Ids(DomainPlan domain, Words words) {
    this.domain = domain;
    this.words = words;
  }

  static boolean isUuid(String id) {
    return UUID.matcher(id).matches();
  }

  static String canonical(String id) {
    return isUuid(id) ? id.toLowerCase(Locale.ROOT) : id;
  }

  /** The id of the n-th record of its kind, from 0. */
  String of(int n) {
    return of(n, domain.perSource() ? String.valueOf(n + 1) : domain.name() + "-" + (1_001 + n));
  }

  /** The id of a further record of this writer, the n-th from 0. */
  String fresh(int n, String writer) {
    int number = FRESH * (1 + Sample.SOURCES.indexOf(writer)) + n;
    return of(number, domain.name() + "-" + writer + "-" + n);
  }

  private String of(int n, String plain) {
    if (domain.idKind() == IdKind.SINGLETON) {
      return "singleton";
    }
    JsonNode schema = schema();
    if (schema.path("type").asString("").equals("integer")) {
      return Long.toString(Math.max(1, schema.path("minimum").asLong(1)) + n);
    }
    if (schema.path("format").asString("").equals("uuid")) {
      return words.uuid();
    }
    if (schema.has("pattern")) {
      return PatternText.make(schema.path("pattern").asString(), words);
    }
    int most = Math.min(MOST, schema.path("maxLength").asInt(MOST));
    String id = plain;
    if (n % 17 == 5 && most >= 36) {
      String uuid = words.uuid();
      id = n % 2 == 0 ? uuid : uuid.toUpperCase(Locale.ROOT);
    } else if (n % 41 == 3 && most >= 100) {
      id = plain + " Nr. ü/ß 学校 100% \"🎒\"";
    }
    return Words.fitted(
        id.length() > most ? String.valueOf(n + 1) : id, schema.path("minLength").asInt(1), most);
  }

  private JsonNode schema() {
    String field = domain.idField();
    return field == null ? MissingNode.getInstance() : domain.schema().at("/properties" + field);
  }

  /** As a field of this schema holds it. */
  static JsonNode node(String id, JsonNode schema) {
    boolean integer =
        schema.path("type").asString("").equals("integer")
            || schema.path("type").valueStream().anyMatch(t -> t.asString().equals("integer"));
    return integer
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(id))
        : StringNode.valueOf(id);
  }

  /** The id of a document whose id is composite: an array of texts. */
  String composite(JsonNode document) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    domain.idFields().forEach(field -> parts.add(canonical(document.at(field).asString(""))));
    return parts.toString();
  }

  /** Whether an id is short enough. */
  static boolean fits(String id) {
    return id.length() <= MOST;
  }
}
