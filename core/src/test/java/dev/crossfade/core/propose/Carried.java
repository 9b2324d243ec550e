package dev.crossfade.core.propose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.blueprint.Reference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a blueprint carries a record: all of it, in its columns. */
final class Carried {
  private static final SourceKey SOURCE = new SourceKey("t", "laptop");

  private final Blueprint blueprint;

  Carried(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  /** Asserts it. */
  void check(String domainName, String id, ObjectNode record) {
    Domain domain = blueprint.domain(domainName).orElseThrow();
    Document document = Document.of(record);
    assertThat(domain.validate(record)).as("%s %s", domainName, record).isEmpty();
    RecordKey key = domain.recordKey(SOURCE, id);
    Forward forward =
        domain.mapping().forward(document, new RecordContext(key, SOURCE.source(), Instant.EPOCH));
    assertThat(forward).as("%s %s", domainName, record).isInstanceOf(Forward.Mapped.class);
    Forward.Mapped mapped = (Forward.Mapped) forward;
    Map<String, String> names = new HashMap<>();
    names.put(domainName + domain.rowId(key), domain.idOf(document).orElse(id));
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
    if (mapped.exact()) {
      assertThat(CanonicalJson.bytes(back)).isEqualTo(CanonicalJson.bytes(record));
    }
    holds(back, record, domainName);
  }

  /** Each value other than null of the record is there; how it is spelled may differ. */
  private static void holds(JsonNode back, JsonNode record, String place) {
    for (Map.Entry<String, JsonNode> member : record.properties()) {
      JsonNode value = member.getValue();
      if (value.isNull() || member.getKey().isEmpty()) {
        continue;
      }
      String here = place + "." + member.getKey();
      if (value.isObject()) {
        holds(back.path(member.getKey()), value, here);
      } else {
        assertThat(back.path(member.getKey()).isMissingNode()).as(here).isFalse();
      }
    }
  }
}
