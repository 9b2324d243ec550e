package dev.crossfade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The design: TLC searches the whole state space of each configuration and finds nothing. */
final class DesignTest {
  private final Specification specification = Specification.here();

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @DisplayName("I1-I12, I14-I16 hold in every state, and what they speak of does happen")
  @ValueSource(strings = {"Capture", "Apply", "Compare", "Cutover Cutover-proof", "GoingBack"})
  void holds(String configurations) throws Exception {
    holds(List.of(configurations.split(" ")), "1g", Duration.ofMinutes(10));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("I14 after the last fault all of the log is applied")
  @ValueSource(strings = "Apply-live")
  void heals(String name) throws Exception {
    // given
    Configuration configuration = specification.configuration(name);
    assertThat(configuration.checks("Liveness")).isTrue();

    // when
    TlcResult result = check(configuration, "1g", Duration.ofMinutes(10));

    // then
    assertSearched(result);
    assertThat(result.output()).contains("Finished checking temporal properties");
  }

  @Tag("large")
  @ParameterizedTest(name = "{0}")
  @DisplayName("the same, with more of everything")
  @ValueSource(
      strings = {
        "Capture-large",
        "Apply-large",
        "Compare-large",
        "Cutover-large Cutover-proof-large",
        "GoingBack-large"
      })
  void holdsAtLarge(String configurations) throws Exception {
    holds(List.of(configurations.split(" ")), "4g", Duration.ofHours(3));
  }

  private void holds(List<String> configurations, String heap, Duration limit) throws Exception {
    // given
    String module = specification.configuration(configurations.getFirst()).module();
    Set<String> met = new TreeSet<>();

    for (String name : configurations) {
      // when
      TlcResult result = check(specification.configuration(name), heap, limit);

      // then
      assertSearched(result);
      met.addAll(result.scenarios());
    }
    assertThat(met).isEqualTo(specification.scenarios(module));
  }

  private TlcResult check(Configuration configuration, String heap, Duration limit)
      throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve(configuration.name()));
    TlcResult result = new Tlc(specification, own, heap, limit).check(configuration);
    System.out.println(result.line(configuration.name()));
    return result;
  }

  private static void assertSearched(TlcResult result) {
    assertThat(result.violated()).as(result.output()).isNull();
    assertThat(result.clean()).as(result.output()).isTrue();
    assertThat(result.statesLeft()).isZero();
    assertThat(result.distinctStates()).isGreaterThan(100);
  }
}
