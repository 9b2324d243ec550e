package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.legacy.LegacyRecords.Element;
import dev.crossfade.core.legacy.LegacyRecords.Illegible;
import dev.crossfade.core.legacy.LegacyRecords.Legible;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyRecordsTest {
  private final List<Element> elements = new ArrayList<>();

  @Test
  void aListGivesEachElement() throws Exception {
    // when
    LegacyRecords.each(slice("[ {\"id\": 1.0} , {} ]"), elements::add);

    // then
    assertThat(elements).extracting(Element::pointer).containsExactly("/0", "/1");
    assertThat(elements).extracting(Element::key).containsOnlyNulls();
    assertThat(text(elements.getFirst())).isEqualTo("{\"id\": 1.0}");
  }

  @Test
  void anObjectGivesEachMember() throws Exception {
    // when
    LegacyRecords.each(
        slice("{ \"a/\" : {\"n\":1}, \"\\u0000\":{}, \"__proto__\":{} }"), elements::add);

    // then
    assertThat(elements)
        .extracting(Element::pointer)
        .containsExactly("/a~1", "/\uFFFD", "/__proto__");
    assertThat(elements).extracting(Element::key).containsExactly("a/", "\u0000", "__proto__");
    assertThat(elements).allMatch(Legible.class::isInstance);
  }

  @Test
  void oneBadElementSpoilsNoOther() throws Exception {
    // given
    String deep = "{\"a\":".repeat(65) + "1" + "}".repeat(65);
    String[] bad = {
      "1",
      "null",
      "[]",
      "\"x\"",
      deep,
      "{\"n\":" + "9".repeat(1_001) + "}",
      "{\"n\":1e99999999999}",
      "{\"n\":1e401}",
      "{\"" + "n".repeat(1_025) + "\":1}",
      "{\"a\":[\"\\u0000\"]}",
      "{\"a\":{\"b\":\"\\ud800\"}}",
      "{\"__proto__\":{}}",
    };

    // when
    LegacyRecords.each(slice("[{}," + String.join(",", bad) + ",{}]"), elements::add);

    // then
    assertThat(elements).hasSize(bad.length + 2);
    assertThat(elements.getFirst()).isInstanceOf(Legible.class);
    assertThat(elements.getLast()).isInstanceOf(Legible.class);
    assertThat(elements.subList(1, bad.length + 1)).allMatch(Illegible.class::isInstance);
    assertThat(elements.get(1)).isEqualTo(new Illegible("/1", null, "A record is a JSON object."));
    assertThat(elements.get(10))
        .isEqualTo(new Illegible("/10/a/0", null, "The value holds the character U+0000."));
    assertThat(elements.get(11).pointer()).isEqualTo("/11/a/b");
  }

  @Test
  void brokenJsonEndsItAfterWhatCameBefore() {
    assertThatThrownBy(() -> LegacyRecords.each(slice("[{},{},{x},{}]"), elements::add))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith("/2: ");
    assertThat(elements).hasSize(2);
  }

  @Test
  void aCollectionIsAListOrAnObject() {
    for (String json : List.of("1", "null", "\"[]\"", "true")) {
      assertThatThrownBy(() -> LegacyRecords.each(slice(json), elements::add))
          .isInstanceOf(UndecodableException.class)
          .hasMessage("This is neither a list nor an object of records.");
    }
    assertThatThrownBy(() -> LegacyRecords.each(slice("{\"a\":{},\"a\":{}}"), elements::add))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("a name twice");
  }

  @Test
  void aSingleRecordIsTheWhole() {
    assertThat(text(LegacyRecords.single(slice("{\"a\":1 }")))).isEqualTo("{\"a\":1 }");
    assertThat(LegacyRecords.single(slice("[]")))
        .isEqualTo(new Illegible("", null, "A record is a JSON object."));
    assertThat(LegacyRecords.single(slice("{")))
        .isEqualTo(new Illegible("", null, "The record is no sound JSON."));
    assertThat(LegacyRecords.single(slice("")).key()).isNull();
  }

  private static String text(Element element) {
    return new String(((Legible) element).document().bytes(), StandardCharsets.UTF_8);
  }
}
