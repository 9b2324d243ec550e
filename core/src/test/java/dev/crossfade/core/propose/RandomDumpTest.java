package dev.crossfade.core.propose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a store holds: what is proposed for it loads, and carries each record. */
class RandomDumpTest {
  private static final List<String> NAMES =
      List.of(
          "name",
          "createdAt",
          "updated_at",
          "parentId",
          "otherId",
          "tenant",
          "user",
          "order",
          "apiToken",
          "price",
          "emailAddress",
          "status",
          "a/b",
          "c~d",
          "größe",
          "id2",
          "Name",
          "details",
          "tags",
          "startTime",
          "embedding");

  @Property(tries = 60)
  @Label("the proposal loads, and every record of the dump goes into rows and comes back")
  void carries(@ForAll long seed) {
    // given
    Random random = new Random(seed);
    ObjectNode dump = Json.MAPPER.createObjectNode();
    dump.set("first", list(random, "first"));
    dump.set("others", list(random, "others"));
    dump.set("settings", record(random, 0));
    dump.set("nameless", nameless(random));

    // when
    Proposal proposal = Proposer.propose("random", dump, List.of());

    // then
    Blueprint blueprint = Blueprint.fromJson(proposal.form());
    Carried carried = new Carried(blueprint);
    for (Found found : DumpReader.read(dump).found()) {
      IdGuess id = IdGuess.of(found, found.key());
      if (id == null) {
        assertThat(found.key()).isEqualTo("nameless");
        continue;
      }
      for (int i = 0; i < found.records().size(); i++) {
        carried.check(found.key(), id.ids().get(i), found.records().get(i));
      }
    }
    assertThat(proposal.remarks()).noneMatch(remark -> remark.contains("refused"));
  }

  /** Records without a member that is called like their id. */
  private static ArrayNode nameless(Random random) {
    ArrayNode list = list(random, "nameless");
    for (int i = 0; i < list.size(); i++) {
      ObjectNode record = (ObjectNode) list.get(i);
      record.remove("id");
      record.put("firstId", "first" + i / 3);
      record.set("place", value(random, 3));
      record.set("number", Json.MAPPER.valueToTree(i % 3));
    }
    return list;
  }

  /** Records of which the same member is mostly of one kind, but not always. */
  private static ArrayNode list(Random random, String name) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    ObjectNode first = record(random, 0);
    boolean numbers = random.nextBoolean();
    int size = 1 + random.nextInt(12);
    for (int i = 0; i < size; i++) {
      ObjectNode record = Json.MAPPER.createObjectNode();
      if (numbers) {
        record.put("id", i);
      } else {
        record.put("id", name + i);
      }
      for (var member : first.properties()) {
        switch (random.nextInt(12)) {
          case 0 -> {}
          case 1 -> record.putNull(member.getKey());
          case 2 -> record.set(member.getKey(), value(random, 1));
          default -> record.set(member.getKey(), alike(random, member.getValue()));
        }
      }
      list.add(record);
    }
    return list;
  }

  private static ObjectNode record(Random random, int depth) {
    ObjectNode record = Json.MAPPER.createObjectNode();
    int size = 1 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      record.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth));
    }
    return record;
  }

  private static JsonNode alike(Random random, JsonNode value) {
    if (value.isIntegralNumber()) {
      return Json.MAPPER.valueToTree(value.longValue() + random.nextInt(1_000));
    }
    return value.isBoolean() ? Json.MAPPER.valueToTree(random.nextBoolean()) : value;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 2 ? 12 : 14)) {
      case 0 -> Json.MAPPER.valueToTree(random.nextBoolean());
      case 1 -> Json.MAPPER.valueToTree(random.nextInt(100));
      case 2 -> Json.MAPPER.valueToTree(random.nextLong());
      case 3 -> Json.MAPPER.valueToTree(1_767_225_600_000L + random.nextInt(100_000));
      case 4 -> Json.MAPPER.valueToTree(BigDecimal.valueOf(random.nextInt(100_000), 2));
      case 5 -> Json.MAPPER.valueToTree(new BigDecimal("0.30000000000000004"));
      case 6 -> Json.MAPPER.valueToTree("2026-02-" + (10 + random.nextInt(30)));
      case 7 ->
          Json.MAPPER.valueToTree("2026-02-%02dT10:00:00.5Z".formatted(1 + random.nextInt(28)));
      case 8 -> Json.MAPPER.valueToTree(new UUID(random.nextLong(), random.nextLong()).toString());
      case 9 -> Json.MAPPER.valueToTree("others" + random.nextInt(3));
      case 10 -> Json.MAPPER.valueToTree("text é🎓 ".repeat(random.nextInt(200)));
      case 11 -> Json.MAPPER.nullNode();
      case 12 -> array(random, depth);
      default -> record(random, depth + 1);
    };
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int size = random.nextInt(3);
    JsonNode one = value(random, depth + 1);
    for (int i = 0; i < size; i++) {
      array.add(random.nextInt(4) == 0 ? value(random, depth + 1) : alike(random, one));
    }
    return array;
  }
}
