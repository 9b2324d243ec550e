package dev.crossfade.core.legacy;

import static dev.crossfade.core.legacy.Decoding.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JsonPlacesTest {
  private static final String JSON =
      """
      { "a" : [ 1.50 , {"b" : "x\\"]" }, true,null , -0 ],"":{"":[ ]}, "é/~\\"": "🎓" , "n":1e5}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "/a|[ 1.50 , {\"b\" : \"x\\\"]\" }, true,null , -0 ]",
        "/a/0|1.50",
        "/a/1|{\"b\" : \"x\\\"]\" }",
        "/a/1/b|\"x\\\"]\"",
        "/a/2|true",
        "/a/3|null",
        "/a/4|-0",
        "/|{\"\":[ ]}",
        "//|[ ]",
        "/é~1~0\"|\"🎓\"",
        "/n|1e5",
      })
  void aPlaceIsFoundToTheByte(String pointer, String value) throws Exception {
    assertThat(JsonPlaces.locate(slice(JSON), pointer).map(Decoding::text)).contains(value);
  }

  @ParameterizedTest
  @CsvSource({"/b", "/a/5", "/a/00"})
  void aPlaceThatIsNotThereIsEmpty(String pointer) throws Exception {
    assertThat(JsonPlaces.locate(slice(JSON), pointer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/a/-1", "/a/x", "/n/0", "/a/0/0", "/a/-"})
  void aWayThroughSomethingElseIsAProblem(String pointer) {
    String above = pointer.substring(0, pointer.lastIndexOf('/'));
    assertThatThrownBy(() -> JsonPlaces.locate(slice(JSON), pointer))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith(above + ": ");
  }

  @Test
  void nothingLiesWithinNull() throws Exception {
    assertThat(JsonPlaces.locate(slice("{\"a\":null}"), "/a/b/c")).isEmpty();
  }

  @Test
  void theEmptyPointerIsTheWhole() throws Exception {
    assertThat(JsonPlaces.locate(slice(" [1] "), "").map(Decoding::text)).contains("[1]");
  }

  @Test
  void brokenJsonOnTheWayIsAProblem() {
    assertThatThrownBy(() -> JsonPlaces.locate(slice("{\"a\":[1,,2],\"b\":1}"), "/b"))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith("/a/1: ");
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPlaces.locate(slice("{}"), "a"));
  }

  @Test
  void everyPlaceOfRandomJsonIsFound() throws Exception {
    // given
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      JsonNode tree = any(random, 4);
      Slice json = slice(round % 2 == 0 ? tree.toString() : tree.toPrettyString());

      // then
      everyPlace(json, "", tree);
    }
  }

  private static void everyPlace(Slice json, String pointer, JsonNode expected) throws Exception {
    Slice found = JsonPlaces.locate(json, pointer).orElseThrow();
    assertThat(CanonicalJson.equal(Json.parse(found.copy()), expected)).isTrue();
    for (var member : expected.properties()) {
      everyPlace(json, Pointers.child(pointer, member.getKey()), member.getValue());
    }
    for (int i = 0; expected.isArray() && i < expected.size(); i++) {
      everyPlace(json, Pointers.child(pointer, i), expected.get(i));
    }
  }

  private static JsonNode any(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> Json.MAPPER.valueToTree(random.nextBoolean());
      case 1 -> Json.MAPPER.valueToTree(text(random));
      case 2 -> Json.MAPPER.valueToTree(random.nextInt());
      case 3 -> Json.MAPPER.valueToTree(random.nextGaussian());
      case 4 -> {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(any(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text(random), any(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String text(Random random) {
    String[] parts = {"a", "\"", "\\", "/", "~", "é", "🎓", "\u007f", "{", "]", ",", ":", " "};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
