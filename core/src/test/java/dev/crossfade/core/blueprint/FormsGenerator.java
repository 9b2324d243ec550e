package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes random records of {@link Forms}; half of all seeds make one that loses nothing. */
final class FormsGenerator {
  private final Random random;
  private final boolean tidy;

  FormsGenerator(long seed) {
    this.random = new Random(seed);
    this.tidy = random.nextBoolean();
  }

  ObjectNode record() {
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("id", "r" + random.nextInt(10));
    maybe(
        record,
        "embedding",
        () -> Json.MAPPER.readTree("[" + number() + ",-2e-7," + number() + "]"));
    maybe(record, "texts", () -> array("\"\"", "\"a,b\"", "\"NULL\"", "\"{\\\"\\\\\"", "\"🎓é\""));
    maybe(record, "uuids", () -> array("\"" + new UUID(random.nextLong(), 7) + "\"", uuid()));
    maybe(record, "flags", () -> array("true", "false"));
    maybe(record, "smalls", () -> array("1", "-5", tidy ? "7" : "7.0"));
    maybe(record, "bigs", () -> array("9223372036854775807", "0"));
    maybe(record, "prices", () -> array("1.5", "123456.78", "0", "1e2"));
    maybe(record, "days", () -> array("\"1900-01-01\"", "\"2024-02-29\""));
    maybe(record, "hours", () -> array("\"09:30\"", tidy ? "\"09:30:01\"" : "\"09:30:00\""));
    maybe(record, "moments", () -> array("\"2024-03-01T09:30:00.000Z\"", moment()));
    maybe(record, "title", () -> text(tidy ? 5 : 9));
    maybe(record, "status", () -> one("open", "closed", tidy ? "open" : "shut"));
    maybe(
        record,
        "grade",
        () -> Json.MAPPER.readTree(tidy ? pick("1.50", "2") : pick("3", "2", "15e-1")));
    maybe(record, "level", () -> one("low", "", tidy ? "low" : "LOW"));
    maybe(record, "open", () -> Json.MAPPER.valueToTree(random.nextBoolean()));
    maybe(
        record,
        "madeAt",
        () -> Json.MAPPER.valueToTree(random.nextLong(-2_208_988_800_000L, 7_289_654_399_999L)));
    maybe(
        record,
        "seenAt",
        () -> Json.MAPPER.valueToTree(random.nextLong(-2_208_988_800L, 7_289_654_399L)));
    maybe(record, "token", () -> text(30));
    maybe(record, "pages", () -> Json.MAPPER.readTree(pick("1", "0.5", "null", "[1]")));
    maybe(record, "isbn", () -> Json.MAPPER.readTree(pick("null", "\"x\"", "{\"a\": {}}")));
    maybe(
        record,
        "meta",
        () ->
            Json.MAPPER.readTree(
                tidy ? "{\"note\": null}" : pick("{}", "{\"note\": 1, \"more\": 2}")));
    maybe(record, "contact", this::adversarial);
    maybe(record, "items", this::items);
    maybe(record, "price", () -> Json.MAPPER.readTree(pick("0", "0.00", "5", "12.30")));
    maybe(
        record,
        "address",
        () -> Json.MAPPER.readTree(pick("{}", "{\"street\": \"x\"}", "{\"street\": null}")));
    maybe(
        record,
        "otherId",
        () ->
            Json.MAPPER.valueToTree(
                tidy ? "o1" : pick("o1", "ABCDEFAB-2222-4333-8444-ABCDEFABCDEF")));
    if (tidy ? random.nextBoolean() : random.nextInt(3) > 0) {
      // Now and then this alone loses something, so that nothing else hides it.
      boolean loose = !tidy || random.nextInt(4) == 0;
      record.set("last", loose ? adversarial() : one("A", "", "é"));
      record.set("first", loose ? adversarial() : text(9));
      if (loose && random.nextBoolean()) {
        record.remove(pick("first", "last"));
      }
    }
    return record;
  }

  private void maybe(ObjectNode record, String name, Supplier<JsonNode> value) {
    boolean always = tidy && (name.equals("status") || name.equals("madeAt"));
    if (always || random.nextInt(3) > 0) {
      record.set(name, !tidy && random.nextInt(12) == 0 ? Json.MAPPER.nullNode() : value.get());
    }
  }

  private JsonNode items() {
    ArrayNode items = Json.MAPPER.createArrayNode();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      ObjectNode item = items.addObject();
      maybe(item, "name", () -> text(tidy ? 3 : 6));
      maybe(item, "pair", () -> one("a-b", "-", "a-b-c", "ab", ""));
      maybe(item, "x", () -> Json.MAPPER.readTree(pick("null", "1", "{}")));
      maybe(item, "kind", () -> one("one", "two", tidy ? "two" : "three"));
    }
    return items;
  }

  /** Texts of the split's form, nearly of it, and with its words where they do not belong. */
  private JsonNode adversarial() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(7);
    for (int i = 0; i < length; i++) {
      text.append(pick(", ", " <", ">", ",", " ", "a", "🎓", "<", ",, "));
    }
    return Json.MAPPER.valueToTree(
        random.nextInt(3) == 0 ? "a, b <" + text + ">" : text.toString());
  }

  private JsonNode text(int length) {
    StringBuilder text = new StringBuilder();
    int size = random.nextInt(length + 1);
    for (int i = 0; i < size; i++) {
      text.append(pick("a", "é", "🎓", " "));
    }
    return Json.MAPPER.valueToTree(text.toString());
  }

  private JsonNode one(String... choices) {
    return Json.MAPPER.valueToTree(pick(choices));
  }

  private ArrayNode array(String... choices) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(Json.MAPPER.readTree(pick(choices)));
    }
    return array;
  }

  private String number() {
    return tidy
        ? pick("0.1", "1.50", "-3", "5e-324")
        : pick("0.1", "0.12345678901234567890", "1e-400");
  }

  private String uuid() {
    return tidy
        ? "\"abcdefab-2222-4333-8444-abcdefabcdef\""
        : "\"ABCDEFAB-2222-4333-8444-ABCDEFABCDEF\"";
  }

  private String moment() {
    return tidy ? "\"2024-03-01T09:30:00.000001Z\"" : "\"2024-03-01T09:30:00+01:00\"";
  }

  private String pick(String... choices) {
    return List.of(choices).get(random.nextInt(choices.length));
  }
}
