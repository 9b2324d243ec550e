package dev.crossfade.core.propose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.LegacyPlace;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Which objects hold records under their ids, and which are one record. */
class DumpReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'name':1},'b':{'name':1,'at':1,'color':1},'c':{'name':1,'at':1},'d':{'name':1,'at':1,'color':1}}",
        "{'a':{'name':1,'at':1},'b':{'name':1,'at':1}}",
        "{'a':{'name':1,'x':1},'b':{'name':1,'y':1},'c':{'name':1,'x':1,'y':1}}",
      })
  @DisplayName("records under their ids are such, whichever of them is first")
  void keyed(String form) {
    everyOrder(form, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'editor':{'size':1,'tabs':1},'theme':{'mode':1}}",
        "{'editor':{'enabled':1,'tabs':1},'theme':{'enabled':1,'mode':1},'feed':{'enabled':1,'url':1}}",
        "{'a':{'x':1,'y':1},'b':{'y':1,'z':1},'c':{'z':1,'x':1}}",
        "{'a':{'x':1},'b':{},'c':{'x':1}}",
        "{'a':{'x':1}}",
      })
  @DisplayName("parts of one record that have little in common are one, whichever is first")
  void single(String form) {
    everyOrder(form, true);
  }

  @Test
  @DisplayName("a few odd ones among many records do not make them one record")
  void oddOnes() {
    // given
    ObjectNode tags = Json.MAPPER.createObjectNode();
    tags.putObject("odd").put("other", 1).put("note", "x");
    for (int i = 0; i < 20; i++) {
      tags.putObject("tags-" + i).put("name", "n");
    }
    // when
    Found found = found(tags);
    // then
    assertThat(found.single()).isFalse();
    assertThat(found.keys()).hasSize(21);
  }

  @ParameterizedTest(name = "{0} {1} → {2}")
  @DisplayName("where each collection lies, as a blueprint says it")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          todos        | [{"id":1}]                                                    | todos [] -
          app          | {"state":{"a":[{"id":1}],"b":{"entities":{"x":{"id":"x"}}}},"version":0} | app [zustand] /a, app [zustand] /b/entities
          app          | {"state":{"s":{"a":[{"id":1}],"c/d":[{"id":1}]},"on":1}}      | app [zustand] /s/a, app [zustand] /s/c~1d, null
          app          | {"state":{"on":1}}                                            | app [zustand] -
          persist:r    | {"a":"[{\\"id\\":1}]","_persist":"{\\"version\\":-1,\\"rehydrated\\":true}"} | persist:r [redux-persist] /a
          vuex         | {"a":[{"id":1}]}                                              | vuex [vuex] /a
          root         | {"a":[{"id":1}]}                                              | root [] /a
          s            | {"json":[{"id":1}],"meta":{"values":{"0.at":["Date"]}}}       | s [superjson] -
          m            | {"a":[{"id":1}],"on":true,"__mps__":{"version":1}}            | m [mobx-persist-store] /a, null
          a{b}         | [{"id":1}]                                                    | null
          """)
  void places(String key, String raw, String expected) {
    // given
    ObjectNode dump = Json.MAPPER.createObjectNode().put(key, raw);

    // when
    List<Found> all = DumpReader.read(dump).found();

    // then
    assertThat(all)
        .extracting(
            each -> {
              LegacyPlace place = each.spot().place();
              return place == null
                  ? "null"
                  : place.key() + " " + place.envelope() + " " + place.at();
            })
        .containsExactly(
            Stream.of(expected.split(", ", -1))
                .map(each -> each.replace(" -", " "))
                .toArray(String[]::new));
  }

  @Test
  @DisplayName("what is no raw string lies in no browser's store")
  void noStore() {
    ObjectNode dump = Json.MAPPER.createObjectNode();
    dump.putArray("todos").addObject().put("id", 1);

    assertThat(DumpReader.read(dump).found())
        .singleElement()
        .satisfies(found -> assertThat(found.spot().place()).isNull());
  }

  private static void everyOrder(String form, boolean single) {
    // given
    ObjectNode object = (ObjectNode) Json.parse(form.replace('\'', '"').getBytes(UTF_8));
    List<String> keys = new ArrayList<>(object.propertyNames());
    for (int i = 0; i < keys.size(); i++) {
      Collections.rotate(keys, 1);
      Map<String, ObjectNode> members = new LinkedHashMap<>();
      keys.forEach(key -> members.put(key, (ObjectNode) object.get(key)));
      ObjectNode rotated = Json.MAPPER.createObjectNode();
      rotated.setAll(members);
      // then
      assertThat(found(rotated).single()).as("%s", rotated).isEqualTo(single);
    }
  }

  private static Found found(ObjectNode object) {
    ObjectNode dump = Json.MAPPER.createObjectNode();
    dump.set("things", object);
    return DumpReader.read(dump).found().getFirst();
  }
}
