package dev.crossfade.core.propose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
