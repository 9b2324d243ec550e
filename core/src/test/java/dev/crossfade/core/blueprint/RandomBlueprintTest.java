package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two laws of a mapping, over random records of random blueprints. {@code
 * -Dblueprint.random=100000} makes a campaign of it, {@code -Dblueprint.seed=…} another one.
 */
class RandomBlueprintTest {
  private static final int BLUEPRINTS = Integer.getInteger("blueprint.random", 250);
  private static final long SEED = Long.getLong("blueprint.seed", 1);
  private static final int RECORDS = 12;
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456789Z");
  private static final SourceKey SOURCE = new SourceKey("t1", "laptop");

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  @DisplayName("both laws hold for every record that any blueprint maps; what it cannot, it tells")
  void laws() {
    // given
    int loaded = 0;

    // when
    for (int i = 0; i < BLUEPRINTS; i++) {
      loaded += holds(SEED + i) ? 1 : 0;
    }

    // then
    System.out.printf(
        "%d random blueprints of %d from seed %d: %s%n", loaded, BLUEPRINTS, SEED, seen);
    assertThat(loaded).isGreaterThan(BLUEPRINTS / 3);
    assertThat(seen)
        .containsKeys(
            "exact",
            "inexact",
            "refused",
            "each scalar",
            "each object",
            "derived",
            "object",
            "reference park",
            "reference null",
            "reference unchecked",
            "vector",
            "array",
            "split",
            "join",
            "map",
            "else",
            "format",
            "truncate",
            "secret",
            "default",
            "copy",
            "constant",
            "nullable",
            "nested",
            "$ref",
            "enum",
            "row",
            "copy map",
            "copy reference",
            "id composite tenant",
            "id composite source",
            "id key tenant",
            "id singleton source",
            "id field source");
  }

  private boolean holds(long seed) {
    RandomBlueprint random = new RandomBlueprint(seed);
    ObjectNode form = random.form();
    Blueprint blueprint;
    try {
      blueprint = Blueprint.fromJson(form);
    } catch (BlueprintProblems e) {
      seen.merge("refused blueprints", 1, Integer::sum);
      return false;
    }
    random.made.forEach((what, times) -> seen.merge(what, times, Integer::sum));
    for (var each : form.get("domains")) {
      Domain domain = blueprint.domain(each.get("name").stringValue()).orElseThrow();
      for (int i = 0; i < RECORDS; i++) {
        ObjectNode record = new AnyRecords(seed * RECORDS + i, each.get("schema")).record();
        String what = domain + " of seed " + seed + ": " + record;
        try {
          seen.merge(hold(blueprint, domain, Document.of(record), what), 1, Integer::sum);
        } catch (RuntimeException e) {
          throw new AssertionError(what + " in " + form, e);
        }
      }
    }
    return true;
  }

  private static String hold(Blueprint blueprint, Domain domain, Document document, String what) {
    domain.validate(document.tree());
    String own = domain.idOf(document).orElse("key 1");
    RecordContext context = new RecordContext(domain.recordKey(SOURCE, own), SOURCE.source(), TIME);
    if (!(domain.mapping().forward(document, context) instanceof Mapped mapped)) {
      return "refused";
    }
    ReferenceNames names = DocumentNames.of(blueprint, domain, document, context);

    ObjectNode back = domain.mapping().backward(mapped.allRows(), names);
    Forward again = domain.mapping().forward(Document.of(back), context);

    boolean same = CanonicalJson.equal(back, document.tree());
    assertThat(mapped.exact()).as(what + " back " + back).isEqualTo(same);
    assertThat(again).as(what + " back " + back).isInstanceOf(Mapped.class);
    assertThat(((Mapped) again).rows()).as(what).isEqualTo(mapped.rows());
    assertThat(((Mapped) again).sets()).as(what).isEqualTo(mapped.sets());
    return same ? "exact" : "inexact";
  }
}
