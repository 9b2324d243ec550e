package dev.crossfade.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Reference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Sends every record of a dump through a blueprint's mapping and back, as lists, objects by key and
 * single records hold them.
 */
final class CarriedDump {
  private static final SourceKey SOURCE = new SourceKey("tenant", "laptop");
  private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-.{12}");

  private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}:00");

  private final Blueprint blueprint;
  private int records;
  private int exact;

  CarriedDump(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Asserts that each record of each collection comes back as it was. */
  void check(ObjectNode dump) {
    for (Map.Entry<String, JsonNode> entry : dump.properties()) {
      Domain domain = blueprint.domain(entry.getKey()).orElseThrow();
      switch (domain.idRule()) {
        case IdRule.Field field -> list(domain, entry.getValue());
        case IdRule.Composite all -> list(domain, entry.getValue());
        case IdRule.Key key ->
            entry
                .getValue()
                .properties()
                .forEach(each -> check(domain, each.getKey(), (ObjectNode) each.getValue()));
        case IdRule.Singleton one -> check(domain, "singleton", (ObjectNode) entry.getValue());
      }
    }
  }

  int records() {
    return records;
  }

  /** How many of them came back to the byte. */
  int exact() {
    return exact;
  }

  private void list(Domain domain, JsonNode list) {
    assertThat(list.isArray()).as(domain.name()).isTrue();
    for (JsonNode each : list) {
      check(domain, domain.idOf(Document.of((ObjectNode) each)).orElseThrow(), (ObjectNode) each);
    }
  }

  private void check(Domain domain, String id, ObjectNode record) {
    String what = domain.name() + " " + record;
    assertThat(domain.validate(record)).as(what).isEmpty();
    Returned returned = thereAndBack(domain, id, record);
    records++;
    if (returned.exact()) {
      exact++;
      assertThat(text(returned.record())).as(what).isEqualTo(text(record));
    } else {
      // Then the record itself is kept beside its rows; these still hold each value of it.
      assertThat(text(alike(returned.record()))).as(what).isEqualTo(text(alike(record)));
      assertThat(text(thereAndBack(domain, id, returned.record()).record()))
          .as(what)
          .isEqualTo(text(returned.record()));
    }
  }

  /** What comes back, and whether the mapping says that it is what was sent. */
  private record Returned(ObjectNode record, boolean exact) {}

  private Returned thereAndBack(Domain domain, String id, ObjectNode record) {
    Document document = Document.of(record);
    RecordKey key = domain.recordKey(SOURCE, id);
    Forward forward =
        domain.mapping().forward(document, new RecordContext(key, SOURCE.source(), Instant.EPOCH));
    assertThat(forward).as("%s %s", domain.name(), record).isInstanceOf(Forward.Mapped.class);
    Forward.Mapped mapped = (Forward.Mapped) forward;
    Map<String, String> names = new HashMap<>();
    names.put(domain.name() + domain.rowId(key), domain.canonicalId(id));
    for (Reference reference : domain.mapping().references(document)) {
      Domain target = blueprint.domain(reference.domain()).orElseThrow();
      names.put(
          reference.domain() + target.rowId(target.recordKey(SOURCE, reference.id())),
          reference.id());
    }
    ObjectNode back =
        domain
            .mapping()
            .backward(
                mapped.allRows(), (name, row) -> Objects.requireNonNull(names.get(name + row)));
    return new Returned(back, mapped.exact());
  }

  private static String text(JsonNode value) {
    return new String(CanonicalJson.bytes(value), UTF_8);
  }

  /** In one spelling of what rows know one of: times, UUIDs, and nothing: absent, null or {}. */
  private static JsonNode alike(JsonNode value) {
    if (value.isString()) {
      return StringNode.valueOf(alike(value.stringValue()));
    }
    if (value instanceof ArrayNode array) {
      ArrayNode list = Json.MAPPER.createArrayNode();
      array.forEach(each -> list.add(alike(each)));
      return list;
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode object = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode inner = alike(member.getValue());
      if (!inner.isNull() && !(inner.isObject() && inner.isEmpty())) {
        object.set(member.getKey(), inner);
      }
    }
    return object;
  }

  private static String alike(String text) {
    if (UUID.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    if (TIME.matcher(text).matches()) {
      return text.substring(0, "HH:mm".length());
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeException e) {
      return text;
    }
  }
}
