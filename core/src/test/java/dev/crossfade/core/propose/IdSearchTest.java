package dev.crossfade.core.propose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ids of collections in which no field is called like one. */
class IdSearchTest {
  private static final String DAY = "2026-02-%02dT10:00:00+02:00";

  @Test
  @DisplayName("another one's id, once a record; no name, time or parent that is unique too")
  void anothersId() {
    // given
    ObjectNode dump =
        dump(
            "user_settings",
            6,
            (i, record) ->
                record
                    .put("name", "Name " + i)
                    .put("seen_at", DAY.formatted(i + 1))
                    .put("parentId", "p" + i)
                    .put("theme_id", "t" + i)
                    .put("user_id", uuid(i)));

    // then
    assertThat(rule(dump, "user_settings"))
        .isEqualTo("{\"field\":\"user_id\",\"scope\":\"tenant\"}");
    carries(dump, "user_settings");
  }

  @Test
  @DisplayName("a name, a time, a number that are unique by accident are no id")
  void accidents() {
    // given
    ObjectNode dump =
        dump(
            "notes",
            6,
            (i, record) ->
                record
                    .put("name", "n" + i)
                    .put("createdAt", 1_767_225_600_000L + i)
                    .put("at", DAY.formatted(i + 1))
                    .put("index", i)
                    .put("userId", "u" + i / 4)
                    .put("parentId", i)
                    .put("sessionId", i < 5 ? "s" + i : null));

    // then
    assertThat(rule(dump, "notes")).contains("[\"/userId\",\"/index\"]");
    ((ArrayNode) dump.get("notes"))
        .forEach(each -> ((ObjectNode) each).remove(List.of("userId", "parentId")));
    assertThat(IdGuess.of(found(dump, "notes"), "notes")).isNull();
  }

  @Test
  @DisplayName("an id and a place together, before any that are unique by accident")
  void composite() {
    // given
    ObjectNode dump =
        dump(
            "document_chunks",
            12,
            (i, record) ->
                record
                    .put("content", "c" + i)
                    .put("created_at", DAY.formatted(i + 1))
                    .put("user_id", "u" + i / 6)
                    .put("chunk_index", i % 6)
                    .put("file_id", uuid(i / 3)));

    // then
    assertThat(rule(dump, "document_chunks"))
        .isEqualTo("{\"composite\":[\"/file_id\",\"/chunk_index\"],\"scope\":\"tenant\"}");
    carries(dump, "document_chunks");
    Proposal proposal = Proposer.propose("app", dump, List.of());
    assertThat(proposal.yaml())
        .contains(
            "id: {composite: [/file_id, /chunk_index], scope: tenant}  # no field alone surely")
        .contains("file_id: /file_id", "chunk_index: /chunk_index");
    assertThat(proposal.remarks()).singleElement().asString().contains("file_id and chunk_index");
  }

  @Test
  @DisplayName("a place after which the collection is named counts, though each id is there once")
  void namedPlace() {
    // given
    ObjectNode dump =
        dump(
            "document_chunks",
            5,
            (i, record) -> record.put("file_id", uuid(i)).put("chunk_index", 3 * i));

    // then
    assertThat(rule(dump, "document_chunks")).contains("[\"/file_id\",\"/chunk_index\"]");
  }

  @Test
  @DisplayName("three together where no two are enough; a word before a time")
  void three() {
    // given
    ObjectNode dump =
        dump(
            "votes",
            12,
            (i, record) ->
                record
                    .put("createdAt", DAY.formatted(i / 2 + 1))
                    .put("kind", i % 2 == 0 ? "up" : "down")
                    .put("pollId", "p" + i / 6)
                    .put("userId", "u" + i / 2 % 3));

    // then
    assertThat(rule(dump, "votes"))
        .isEqualTo("{\"composite\":[\"/pollId\",\"/userId\",\"/kind\"],\"scope\":\"source\"}");
    carries(dump, "votes");
  }

  @Test
  @DisplayName("a time in an id stays as it is spelled, and a secret is never in one")
  void spelledTime() {
    // given
    ObjectNode dump =
        dump(
            "logs",
            6,
            (i, record) ->
                record
                    .put("userId", "u" + i / 3)
                    .put("accessToken", "t" + i)
                    .put("at", DAY.formatted(i + 1)));

    // then
    assertThat(rule(dump, "logs")).contains("[\"/userId\",\"/at\"]");
    assertThat(Proposer.propose("app", dump, List.of()).yaml()).contains("- at: text");
    carries(dump, "logs");
  }

  @Test
  @DisplayName("the order of the records and of their members changes no rule")
  void order() {
    // given
    BiConsumer<Integer, ObjectNode> fill =
        (i, record) ->
            record
                .put("file_id", uuid(i / 3))
                .put("content", "c" + i)
                .put("chunk_index", i % 3)
                .put("user_id", "u" + i / 6);
    ObjectNode dump = dump("document_chunks", 12, fill);
    ObjectNode backwards = Json.MAPPER.createObjectNode();
    ArrayNode list = backwards.putArray("document_chunks");
    for (int i = 11; i >= 0; i--) {
      ObjectNode record = list.addObject();
      ObjectNode other = (ObjectNode) dump.get("document_chunks").get(i);
      List.copyOf(other.propertyNames()).reversed().forEach(n -> record.set(n, other.get(n)));
    }

    // then
    assertThat(rule(backwards, "document_chunks")).isEqualTo(rule(dump, "document_chunks"));
  }

  @Test
  @DisplayName("two records: a place counts, and the parts are required though so few were seen")
  void few() {
    // given
    ObjectNode dump =
        dump("pieces", 2, (i, record) -> record.put("filmId", "f" + i).put("position", i));

    // then
    assertThat(rule(dump, "pieces")).contains("[\"/filmId\",\"/position\"]");
    carries(dump, "pieces");
  }

  @Test
  @DisplayName("a domain under another's ids is not what fields with these values refer to")
  void referencesGoToTheOwner() {
    // given
    ObjectNode dump = dump("users", 4, (i, record) -> record.put("id", uuid(i)));
    dump.setAll(dump("user_settings", 4, (i, record) -> record.put("user_id", uuid(i))));
    dump.setAll(dump("files", 4, (i, record) -> record.put("id", i).put("ownerId", uuid(i))));

    // then
    assertThat(Proposer.propose("app", dump, List.of()).yaml())
        .contains("id: {field: user_id")
        .contains("owner_id: {from: /ownerId, reference: users");
  }

  @Test
  @DisplayName("a name with a line's end is no part of an id: it would end the comment")
  void oneLine() {
    // given
    ObjectNode dump =
        dump("odd", 4, (i, record) -> record.put("aId", "a").put("x\ny: no", "w" + i));

    // then
    assertThat(IdGuess.of(found(dump, "odd"), "odd")).isNull();
  }

  private static String rule(ObjectNode dump, String name) {
    Proposal proposal = Proposer.propose("app", dump, List.of());
    assertThat(proposal.skipped()).isEmpty();
    assertThat(proposal.form().at("/domains/0/name").asString()).isEqualTo(name);
    return proposal.form().at("/domains/0/id").toString();
  }

  private static void carries(ObjectNode dump, String name) {
    Blueprint blueprint = Blueprint.fromJson(Proposer.propose("app", dump, List.of()).form());
    Domain domain = blueprint.domain(name).orElseThrow();
    Carried carried = new Carried(blueprint);
    for (ObjectNode record : found(dump, name).records()) {
      String id = domain.idOf(Document.of(record)).orElseThrow();
      carried.check(name, id, record);
    }
  }

  private static Found found(ObjectNode dump, String name) {
    Found found = DumpReader.read(dump).found().getFirst();
    assertThat(found.key()).isEqualTo(name);
    return found;
  }

  private static ObjectNode dump(String name, int size, BiConsumer<Integer, ObjectNode> fill) {
    ObjectNode dump = Json.MAPPER.createObjectNode();
    ArrayNode list = dump.putArray(name);
    for (int i = 0; i < size; i++) {
      fill.accept(i, list.addObject());
    }
    return dump;
  }

  private static String uuid(int i) {
    return UUID.nameUUIDFromBytes(("" + i).getBytes(UTF_8)).toString().toUpperCase(Locale.ROOT);
  }
}
