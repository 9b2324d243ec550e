package dev.crossfade.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.crossfade.core.fixture.ThingManager;
import dev.crossfade.core.fixture.UsesDatabase;
import dev.crossfade.core.fixture.UsesJooq;
import dev.crossfade.core.fixture.UsesThreads;
import dev.crossfade.core.fixture.one.One;
import dev.crossfade.core.fixture.two.Two;
import dev.crossfade.database.fixture.KnowsSync;
import dev.crossfade.ingest.fixture.UsesSync;
import dev.crossfade.kit.fixture.KnowsAService;
import dev.crossfade.reconcile.fixture.AcceptsEvents;
import dev.crossfade.reconcile.fixture.ReadsForSync;
import dev.crossfade.sync.fixture.UsesIngest;
import dev.crossfade.sync.fixture.UsesReconciler;
import dev.crossfade.testsupport.history.fixture.JudgesByTheDecider;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between modules and packages, and the rules that no compiler checks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private JavaClasses product;

  /** A rule, and classes made to break it. */
  record Case(ArchRule rule, List<Class<?>> violators) {
    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  @BeforeAll
  void readTheProduct() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // What the code generator makes.
            .withImportOption(location -> !location.contains("/database/schema/"))
            .importPackages("dev.crossfade");
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(Rules.CORE_IS_PURE, List.of(UsesJooq.class)),
        new Case(Rules.CORE_IS_PURE, List.of(UsesThreads.class)),
        new Case(Rules.arrow("core"), List.of(UsesDatabase.class)),
        new Case(Rules.arrow("ingest", "core", "kit"), List.of(UsesSync.class)),
        new Case(Rules.arrow("sync", "core", "kit", "database"), List.of(UsesIngest.class)),
        new Case(Rules.arrow("sync", "core", "kit", "database"), List.of(UsesReconciler.class)),
        new Case(Rules.arrow("reconcile", "core", "kit", "database"), List.of(ReadsForSync.class)),
        new Case(Rules.arrow("reconcile", "core", "kit", "database"), List.of(AcceptsEvents.class)),
        new Case(Rules.arrow("database", "core"), List.of(KnowsSync.class)),
        new Case(Rules.arrow("kit", "core"), List.of(KnowsAService.class)),
        new Case(Rules.JUDGE_ALONE, List.of(JudgesByTheDecider.class)),
        new Case(Rules.NO_CYCLES, List.of(One.class, Two.class)),
        new Case(Rules.TELLING_NAMES, List.of(ThingManager.class)),
        new Case(Rules.ONE_EXIT, List.of(ThingManager.class)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("the product keeps the rule")
  void keeps(Case one) {
    one.rule().check(product);
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("the rule can fail")
  void canFail(Case one) {
    // given
    JavaClasses broken = new ClassFileImporter().importClasses(one.violators());
    // when
    boolean violated = one.rule().evaluate(broken).hasViolation();
    // then
    assertThat(violated).isTrue();
  }

  @ParameterizedTest
  @MethodSource("modules")
  @DisplayName("every module is looked at")
  void looksAt(String module) {
    assertThat(product)
        .anyMatch(type -> type.getPackageName().startsWith("dev.crossfade." + module));
  }

  static Stream<String> modules() {
    return Stream.of(
        "core",
        "kit",
        "database",
        "embedded",
        "ingest",
        "sync",
        "reconcile",
        "standalone",
        "testsupport.history");
  }
}
