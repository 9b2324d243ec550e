package dev.crossfade.standalone.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import dev.crossfade.standalone.cli.Main;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** What holds everywhere. The arrows are those of the table of modules. */
final class Rules {
  static final ArchRule CORE_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("dev.crossfade.core..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.helidon..",
                      "java.net.http..",
                      "org.jooq..",
                      "java.sql..",
                      "javax.sql..",
                      "org.postgresql..",
                      "org.apache.kafka..",
                      "picocli..",
                      "org.slf4j..")
                  .or(assignableTo(Thread.class))
                  .or(assignableTo(Executor.class))
                  .or(nameMatching("java\\.util\\.concurrent\\.(Executors|CompletableFuture)")))
          .as("core knows no HTTP, no database, no Kafka, no threads");

  static final ArchRule NO_CYCLES =
      slices()
          .matching("dev.crossfade.(**)")
          .should()
          .beFreeOfCycles()
          .as("packages form no circles");

  static final ArchRule TELLING_NAMES =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveNameMatching(".*\\.([A-Za-z]*(Utils?|Helper|Impl)|Abstract[A-Za-z]*)")
          .as("names tell what a class is");

  static final ArchRule ONE_EXIT =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .as("only Main ends the process");

  static final ArchRule JUDGE_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.crossfade.testsupport.history..")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "dev.crossfade.testsupport.history..",
                  "java..",
                  "tools.jackson..",
                  "org.jspecify.."))
          .as("the checker of histories shares nothing with what it judges");

  private Rules() {}

  /** A module depends on these others of ours only. */
  static ArchRule arrow(String module, String... allowed) {
    String[] known =
        Stream.concat(Stream.of(module), Arrays.stream(allowed))
            .map(name -> "dev.crossfade." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.crossfade." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.crossfade..").and(resideOutsideOfPackages(known)))
        .as(
            allowed.length == 0
                ? module + " depends on no other module"
                : module + " depends on " + String.join(" and ", allowed) + " only");
  }
}
