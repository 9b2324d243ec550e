package dev.crossfade.core.propose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A proposal for the dump of a small application. */
class ProposerTest {
  @TempDir Path folder;

  @Test
  @DisplayName("the proposal for a dump is this, and loads from its files as it is")
  void office() throws IOException {
    // when
    Proposal proposal = Proposer.propose("office", dump(), List.of());

    // then
    GoldenFile golden = new GoldenFile("tools/office.yaml").line(proposal.yaml().stripTrailing());
    proposal.skipped().forEach(each -> golden.line("# skipped: " + each));
    proposal.remarks().forEach(each -> golden.line("# remark: " + each));
    golden.check();
    assertThat(load(proposal).json()).isEqualTo(proposal.form());
  }

  @Test
  @DisplayName("every record of the dump goes into rows and comes back")
  void carries() throws IOException {
    // given
    Proposal proposal = Proposer.propose("office", dump(), List.of());
    Blueprint blueprint = load(proposal);
    Carried carried = new Carried(blueprint);

    // then
    int records = 0;
    int domains = 0;
    for (Found found : DumpReader.read(dump()).found()) {
      String domain = blueprint.domains().get(domains).name();
      IdGuess id = IdGuess.of(found, domain);
      for (int i = 0; id != null && i < found.records().size(); i++) {
        carried.check(domain, id.ids().get(i), found.records().get(i));
        records++;
      }
      domains = Math.min(domains + (id == null ? 0 : 1), blueprint.domains().size() - 1);
    }
    assertThat(records).isGreaterThanOrEqualTo(10);
  }

  @Test
  @DisplayName("tables that are there are used where names and types agree")
  void knownTables() {
    // given
    KnownTable todo =
        new KnownTable(
            "public",
            "Todo",
            List.of("owner", "pk"),
            Map.of(
                "owner", "text",
                "pk", "uuid",
                "title", "character varying(80)",
                "is_done", "boolean",
                "tags", "character varying(60)[]",
                "done", "integer",
                "created_at", "timestamp with time zone"));
    KnownTable projects =
        new KnownTable("public", "projects", List.of("id"), Map.of("id", "bigint"));

    // when
    Proposal proposal = Proposer.propose("office", dump(), List.of(todo, projects));

    // then
    assertThat(proposal.form().at("/tables/0/name").stringValue()).isEqualTo("public.Todo");
    assertThat(proposal.form().at("/tables/0/tenant").stringValue()).isEqualTo("owner");
    assertThat(proposal.form().at("/tables/0/key").stringValue()).isEqualTo("pk");
    assertThat(proposal.form().at("/tables/0/columns").toString())
        .contains("{\"title\":\"text(80)\"}", "{\"done_2\":\"boolean\"}")
        .contains("{\"tags\":\"text(60)[]\"}");
    assertThat(proposal.form().at("/tables/1/name").stringValue()).isEqualTo("office.projects");
    assertThat(proposal.remarks()).anyMatch(remark -> remark.contains("its key is (id)"));
  }

  @Test
  @DisplayName("collections and fields with names that JavaScript keeps for itself get others")
  void reservedNames() {
    // given
    ObjectNode dump = Json.MAPPER.createObjectNode();
    for (String name : List.of("constructor", "prototypes", "__proto__")) {
      dump.putArray(name).addObject().put("id", "1").put("Constructor", "x").put("prototype", 1);
    }

    // when
    Proposal proposal = Proposer.propose("odd", dump, List.of());

    // then
    assertThat(Blueprint.fromJson(proposal.form()).domains()).hasSize(3);
    assertThat(proposal.remarks()).hasSize(3).allMatch(each -> each.contains("prototype"));
  }

  @Test
  @DisplayName("a dump without any collection is refused, with the reasons")
  void nothing() {
    ObjectNode dump = Json.MAPPER.createObjectNode().put("token", "abc").put("list", "[]");

    assertThatThrownBy(() -> Proposer.propose("none", dump, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token: is no JSON")
        .hasMessageContaining("list: is empty");
  }

  private Blueprint load(Proposal proposal) throws IOException {
    Files.writeString(folder.resolve("blueprint.yaml"), proposal.yaml(), UTF_8);
    Files.createDirectories(folder.resolve("schemas"));
    for (Map.Entry<String, ObjectNode> schema : proposal.schemas().entrySet()) {
      Files.write(
          folder.resolve(schema.getKey()), Json.MAPPER.writeValueAsBytes(schema.getValue()));
    }
    return Blueprint.load(folder);
  }

  private static ObjectNode dump() {
    try (InputStream file = ProposerTest.class.getResourceAsStream("/dumps/office.json")) {
      return (ObjectNode) Json.parse(Objects.requireNonNull(file).readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
