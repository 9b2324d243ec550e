package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blueprints with random faults either load or say what is wrong, each time in words. {@code
 * -Dblueprint.mutations=100000} makes a campaign of it, {@code -Dblueprint.seed=…} another one,
 * {@code -Dblueprint.sentences=true} prints what is said.
 */
class MutatedBlueprintTest {
  private static final int MUTATIONS = Integer.getInteger("blueprint.mutations", 300);
  private static final long SEED = Long.getLong("blueprint.seed", 1);
  private static final SourceKey SOURCE = new SourceKey("t1", "laptop");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/blueprints/school",
        "/blueprints/agent-tasks",
        "/blueprints/prompts",
        "/blueprints/documents",
        "/identities"
      })
  @DisplayName("a blueprint with random faults loads, or each problem has a file and a sentence")
  void loadsOrTells(String folder) {
    // given
    ObjectNode form = Blueprint.load(School.resource(folder)).json();
    Set<String> sentences = new HashSet<>();
    int loaded = 0;

    // when
    for (int i = 0; i < MUTATIONS; i++) {
      long seed = SEED + i;
      boolean loads =
          Assertions.assertTimeout(
              Duration.ofSeconds(20), () -> loads(form, seed, sentences), folder + " " + seed);
      loaded += loads ? 1 : 0;
    }

    // then
    assertThat(loaded).isBetween(1, MUTATIONS - 1);
    if (Boolean.getBoolean("blueprint.sentences")) {
      sentences.forEach(System.out::println);
    }
  }

  private static boolean loads(ObjectNode form, long seed, Set<String> sentences) {
    ObjectNode mutated = new BlueprintMutations(seed).mutated(form);
    try {
      use(Blueprint.fromJson(mutated), form, seed);
      return true;
    } catch (BlueprintProblems e) {
      assertThat(e.problems()).isNotEmpty();
      for (Problem problem : e.problems()) {
        assertThat(problem.file()).as("seed " + seed).isNotBlank();
        assertThat(problem.sentence()).as("seed " + seed).isNotBlank();
        sentences.add(problem.path() + ": " + problem.sentence());
      }
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** What loads throws for no record, whether it keeps to the schema or not. */
  private static void use(Blueprint blueprint, ObjectNode original, long seed) {
    for (var each : original.get("domains")) {
      Domain domain = blueprint.domain(each.get("name").asString("")).orElse(null);
      if (domain == null) {
        continue;
      }
      for (int i = 0; i < 2; i++) {
        ObjectNode record = new AnyRecords(seed + i, each.get("schema")).record();
        domain.validate(record);
        Document document = Document.of(record);
        domain.upcast(1, document);
        String own = domain.idOf(document).orElse("r1");
        RecordContext context =
            new RecordContext(domain.recordKey(SOURCE, own), SOURCE.source(), Instant.EPOCH);
        if (domain.mapping().forward(document, context) instanceof Forward.Mapped mapped) {
          domain
              .mapping()
              .backward(mapped.allRows(), DocumentNames.of(blueprint, domain, document, context));
        }
      }
    }
  }
}
