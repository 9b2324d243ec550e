package dev.crossfade.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  @Property
  @Label("Sequences sort as text as they do as numbers")
  void sequencesSort(@ForAll @LongRange(min = 1) long one, @ForAll @LongRange(min = 1) long other) {
    String text = Attributes.sequence(one);

    assertThat(text).hasSize(20);
    assertThat(Attributes.parseSequence(text)).isEqualTo(one);
    assertThat(Integer.signum(text.compareTo(Attributes.sequence(other))))
        .isEqualTo(Long.compare(one, other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "00000000000000000000",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "x",
        "٣",
        "9223372036854775808",
        "99999999999999999999",
        "000000000000000000001"
      })
  void noSequence(String text) {
    assertThat(Attributes.parseSequence(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z,               2026-03-01T12:00:00Z",
    "2026-03-01t12:00:00z,               2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00.123456789Z,     2026-03-01T12:00:00.123456789Z",
    "2026-03-01T12:00:00+05:45,          2026-03-01T06:15:00Z",
    "2026-03-01T12:00:00-00:00,          2026-03-01T12:00:00Z",
    "1900-01-01T00:00:00Z,               1900-01-01T00:00:00Z",
    "2199-12-31T23:59:59.999Z,           2199-12-31T23:59:59.999Z",
    "2024-02-29T00:00:00Z,               2024-02-29T00:00:00Z",
  })
  void times(String text, Instant time) {
    assertThat(Attributes.parseTime(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @DisplayName("Failure class 22: times outside RFC 3339 or 1900 to 2200")
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-01",
        "2026-03-01T12:00Z",
        "2026-03-01T12Z",
        "2026-03-01T12:00:00",
        "2026-03-01 12:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T12:00:60Z",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "+275760-09-13T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "infinity",
        "2026-03-01T12:00:00+25:00",
        "2026-03-01T12:00:00+01:00:30",
        "2026-03-01T12:00:00+01",
        "2026-03-01T12:00:00,5Z",
        "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00Z[UTC]",
        "２０２６-03-01T12:00:00Z"
      })
  void noTimes(String text) {
    assertThat(Attributes.parseTime(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/sources/browser-1, browser-1",
    "/sources/a:b@c~d._-, a:b@c~d._-",
  })
  void sources(String text, String id) {
    assertThat(Attributes.sourceId(text)).isEqualTo(id);
    assertThat(Attributes.source(id)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "browser-1",
        "/sources",
        "/sources/",
        "sources/x",
        "/Sources/x",
        "/sources/a/b",
        "/sources/a b",
        "/sources/é",
        "/sources/a%20b",
        "/sources/x\n",
        "https://x/sources/y"
      })
  void noSources(String text) {
    assertThat(Attributes.sourceId(text)).isNull();
  }

  @Test
  void changedNames() {
    assertThat(Attributes.parseChanged("")).isEqualTo(List.of());
    assertThat(Attributes.parseChanged("a")).isEqualTo(List.of("a"));
    assertThat(Attributes.parseChanged("a,b c")).isEqualTo(List.of("a", "b c"));
    assertThat(Attributes.parseChanged(",")).isNull();
    assertThat(Attributes.parseChanged("a,")).isNull();
    assertThat(Attributes.parseChanged("a, ,b")).isNull();
  }

  @Test
  void ids() {
    assertThat(Limits.checkId("用户 1/😀")).isNull();
    assertThat(Limits.checkId("x".repeat(128))).isNull();
    assertThat(Limits.checkId("x".repeat(129))).isEqualTo("is longer than 128 characters");
    assertThat(Limits.checkId("")).isEqualTo("is empty");
    assertThat(Limits.checkId("a\u0000")).isEqualTo("holds a control character");
    assertThat(Limits.checkId("a\u0085")).isEqualTo("holds a control character");
    assertThat(Limits.checkId("a\ud800")).isEqualTo("holds an unpaired surrogate");
    assertThat(Limits.checkSource("x".repeat(128))).isNull();
    assertThat(Limits.checkSource("x".repeat(129))).isNotNull();
  }
}
