package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final List<Template> TEMPLATES =
      List.of(
          template("{a}, {b}"),
          template("{a}aa{b}a{c}"),
          template("<{a}> {b}"),
          template("{a} ({b})"),
          template("aa{a}a{b}aa"));

  @Provide
  Arbitrary<Template> templates() {
    return Arbitraries.of(TEMPLATES);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "aa", ", ", ",", " ", "(", ")", "<", "> ", "b", "🎓", "\n", "({a})")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3_000)
  @Label("what is cut from a text gives that text again, whatever it holds")
  void identity(@ForAll("templates") Template template, @ForAll("texts") String text) {
    // when
    List<String> parts = template.split(text);

    // then
    if (parts != null) {
      assertThat(template.join(parts)).isEqualTo(text);
      assertThat(parts).hasSameSizeAs(template.names());
    }
    Statistics.collect(parts != null);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
  }

  @Property(tries = 3_000)
  @Label("what is joined can always be cut, and gives the same text joined again")
  void joined(
      @ForAll("templates") Template template,
      @ForAll("texts") String a,
      @ForAll("texts") String b,
      @ForAll("texts") String c) {
    // given
    String text = template.join(List.of(a, b, c).subList(0, template.names().size()));

    // when
    List<String> parts = Objects.requireNonNull(template.split(text));

    // then
    assertThat(template.join(parts)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @DisplayName("cut where the words between first stand")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          {a}, {b}|Ann, 12, 13|[Ann, 12, 13]
          {a}, {b}|, |[, ]
          {a}, {b}|Ann|
          {a}, {b}||
          {a} ({b})|A (B (x))|[A, B (x)]
          {a} ({b})|A (B) x|
          aa{a}a{b}aa|aaaa|
          aa{a}a{b}aa|aaaaa|[, ]
          """)
  void first(String form, String text, String parts) {
    // when
    List<String> cut = template(form).split(text == null ? "" : text);

    // then
    assertThat(Objects.toString(cut, null)).isEqualTo(parts);
  }

  private static Template template(String form) {
    return ((Template.Reading.Ok) Template.read(form)).template();
  }
}
