package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.JsonRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a blueprint's self-contained form: all of it, then checks, then compiles. */
final class BlueprintReader {
  static final String FILE = "blueprint.yaml";

  private static final int LANGUAGE = 1;

  private final ProblemList problems;
  private final Section root;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Map<String, DomainSpec> domains = new LinkedHashMap<>();

  private BlueprintReader(ObjectNode form, ProblemList problems) {
    this.problems = problems;
    this.root = new Section(problems, FILE, "", form);
  }

  /**
   * @param form taken over
   * @param problems what was found before; told together with what is found here
   * @param schemaFiles where schemas were read from, by the domain's name or the upcast entry
   */
  static Blueprint read(ObjectNode form, ProblemList problems, Map<String, String> schemaFiles) {
    BlueprintReader reader = new BlueprintReader(form, problems);
    for (var violation : JsonRules.check(form)) {
      reader.root.problem(
          violation.pointer().substring(1).replace('/', '.'), violation.detail() + ".");
    }
    Integer language =
        reader.root.requiredInt("blueprint", "the version of this language; write blueprint: 1.");
    if (language != null && language != LANGUAGE) {
      reader.root.problem("blueprint", "only version 1 of the language is known.");
    }
    String name = reader.name();
    Integer version = reader.version();
    reader.readTables();
    boolean whole = reader.readDomains(schemaFiles, version);
    List<AfterMove> afterMove = AfterMoveReader.read(reader.root, reader.tables);
    reader.root.refuseUnknown();
    new BlueprintChecks(reader.tables, reader.domains, reader.root, whole).run();
    if (!problems.isEmpty() || name == null || version == null) {
      throw problems.toException();
    }
    List<Table> order = TableOrder.of(reader.tables.values(), reader.domains);
    List<Domain> compiled =
        reader.domains.values().stream()
            .map(domain -> DomainCompiler.compile(domain, reader.domains, order, afterMove))
            .toList();
    TableFacts facts =
        new TableFacts(
            order,
            ForeignKeys.of(reader.tables.values(), reader.domains),
            afterMove,
            FilledColumns.of(order, reader.domains.values()));
    List<String> sent = DomainOrder.of(reader.domains.values(), order);
    return new Blueprint(form, name, version, compiled, sent, facts);
  }

  private @Nullable String name() {
    String name = root.requiredText("name", "what the migration is called, for example school.");
    if (name != null && !Names.isName(name)) {
      root.problem("name", Names.RULE);
    }
    return name;
  }

  private @Nullable Integer version() {
    Integer version =
        root.requiredInt("schemaVersion", "the version of the records, counted from 1.");
    if (version != null && version < 1) {
      root.problem("schemaVersion", "is counted from 1.");
    }
    return version;
  }

  private void readTables() {
    for (Section section : root.requiredSections("tables", "the tables that records go to.")) {
      Table table = new TableReader(section).read();
      if (table != null && tables.putIfAbsent(table.qualifiedName(), table) != null) {
        section.problem("name", "the table is declared twice; domains can share one declaration.");
      }
    }
  }

  /** Reads all domains; false when one of them could not be. */
  private boolean readDomains(Map<String, String> schemaFiles, @Nullable Integer version) {
    boolean whole = true;
    List<Section> sections =
        new ArrayList<>(
            root.requiredSections("domains", "the collections of records that are moved."));
    for (Section section : sections) {
      DomainSpec domain = new DomainReader(section, tables, problems).read(schemaFiles, version);
      if (domain == null) {
        whole = false;
      } else if (domains.putIfAbsent(domain.name(), domain) != null) {
        section.problem("name", "two domains are called \"" + domain.name() + "\".");
      }
    }
    return whole && !sections.isEmpty();
  }
}
