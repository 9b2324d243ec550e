package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two laws of a mapping, over random records of each blueprint that comes along. {@code
 * -Dblueprint.records=100000} makes a campaign of it, {@code -Dblueprint.seed=…} another one.
 */
class BlueprintLawsTest {
  private static final int RECORDS = Integer.getInteger("blueprint.records", 4_000);
  private static final long SEED = Long.getLong("blueprint.seed", 1);
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456789Z");
  private static final SourceKey SOURCE = new SourceKey("t1", "laptop");

  @ParameterizedTest
  @ValueSource(strings = {"school", "agent-tasks", "prompts", "documents"})
  @DisplayName(
      "backward(forward(x)) = x where it says exact; forward(backward(forward(x))) = forward(x)")
  void laws(String name) {
    // given
    Blueprint blueprint = Blueprint.load(School.resource("/blueprints/" + name));
    Map<String, JsonNode> schemas = new HashMap<>();
    blueprint
        .json()
        .get("domains")
        .forEach(each -> schemas.put(each.get("name").stringValue(), each.get("schema")));
    List<Domain> domains = blueprint.domains();
    int[] exact = new int[2];

    // when
    for (int i = 0; i < RECORDS; i++) {
      Domain domain = domains.get(i % domains.size());
      ObjectNode record =
          new RandomRecords(SEED + i, Objects.requireNonNull(schemas.get(domain.name()))).record();
      boolean same = hold(blueprint, domain, Document.of(record), SEED + i);
      exact[same ? 1 : 0]++;
    }

    // then
    assertThat(exact[0]).as("records that do not come back as they were").isPositive();
    assertThat(exact[1]).as("records that do").isPositive();
    System.out.printf(
        "%s: %,d records from seed %d hold both laws, %,d of them exactly%n",
        name, RECORDS, SEED, exact[1]);
  }

  /** Asserts all that holds for one record; whether it comes back as it was. */
  private static boolean hold(Blueprint blueprint, Domain domain, Document document, long seed) {
    String what = domain + " of seed " + seed;
    assertThat(domain.validate(document.tree())).as(what).isEmpty();
    String own = domain.idOf(document).orElse("key " + seed);
    RecordContext context = new RecordContext(domain.recordKey(SOURCE, own), SOURCE.source(), TIME);
    ReferenceNames names = DocumentNames.of(blueprint, domain, document, context);
    Forward forward = domain.mapping().forward(document, context);
    assertThat(forward).as(what).isInstanceOf(Mapped.class);
    Mapped mapped = (Mapped) forward;

    ObjectNode back = domain.mapping().backward(mapped.allRows(), names);
    Mapped again = (Mapped) domain.mapping().forward(Document.of(back), context);

    assertThat(mapped.exact())
        .as(what + ": exact says whether it comes back as it was")
        .isEqualTo(CanonicalJson.equal(back, document.tree()));
    assertThat(again.rows()).as(what).isEqualTo(mapped.rows());
    assertThat(again.sets()).as(what).isEqualTo(mapped.sets());
    assertThat(again.exact()).as(what).isTrue();
    assertThat(domain.validate(back)).as(what).isEmpty();
    assertThat(domain.mapping().keys(context.key()))
        .isEqualTo(mapped.rows().stream().map(Row::key).toList());
    return mapped.exact();
  }
}
