package dev.crossfade.core.propose;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proposes a blueprint for the data of a dump. What it proposes loads, and takes each record of the
 * dump: it tries both, and guesses simpler where something does not hold.
 */
public final class Proposer {
  private static final int MAX_TRIES = 100;
  private static final int MAX_DOMAIN_NAME = 40;

  private final String name;
  private final List<KnownTable> known;
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private Proposer(String name, List<KnownTable> known) {
    this.name = name;
    this.known = known;
  }

  /**
   * The proposal. The same dump gives the same one.
   *
   * @param name of the migration: a lower-case letter, then lower-case letters, digits, _ or -
   * @param dump the keys of the store, each with its raw string or the value it stands for; or
   *     domains with lists of records
   * @param known tables that are there already and are used where names and types agree; may be
   *     empty
   * @throws IllegalArgumentException when the dump holds no collection of records
   */
  public static Proposal propose(String name, ObjectNode dump, List<KnownTable> known) {
    return new Proposer(name, known).propose(dump);
  }

  private Proposal propose(ObjectNode dump) {
    DumpReader.Reading reading = DumpReader.read(dump);
    skipped.addAll(reading.skipped());
    List<DomainDraft.Source> sources = sources(reading.found());
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "The dump holds no collection of records that a domain could be made for."
              + skipped.stream().map(each -> "\n  " + each).reduce("", String::concat));
    }
    Map<String, KnownTable> tables = tables(sources);
    Doubts doubts = new Doubts();
    for (int i = 0; i < MAX_TRIES; i++) {
      List<DomainDraft> drafts = drafts(sources, tables, doubts);
      Trial trial = new Trial(form(drafts), drafts, doubts);
      if (!trial.doubtsMore()) {
        remarks.addAll(trial.remarks());
        return proposal(drafts);
      }
    }
    throw new IllegalStateException("no guess holds for this dump");
  }

  private List<DomainDraft.Source> sources(List<Found> all) {
    List<DomainDraft.Source> sources = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Found found : all) {
      String domain = domainName(found, taken);
      IdGuess id = IdGuess.of(found, domain);
      if (id == null) {
        skipped.add(
            new Skipped(
                found.key(),
                "no field names each of its "
                    + found.records().size()
                    + " records, nor do two or three with an id among them: write {field: …} or"
                    + " {composite: [/a, /b]} yourself."));
        continue;
      }
      if (id.why() != null) {
        remarks.add(domain + ": " + id.why() + ".");
      }
      taken.add(domain);
      Profile profile = new Profile();
      found.records().forEach(profile::add);
      sources.add(new DomainDraft.Source(domain, found, id, profile));
      List<String> unusable = new Leaves(profile, id.field()).unusable();
      if (!unusable.isEmpty()) {
        remarks.add(
            domain + ": no field can be called " + String.join(", ", unusable) + "; not mapped.");
      }
    }
    return sources;
  }

  private static String domainName(Found found, Set<String> taken) {
    String first = "";
    for (String each : found.names()) {
      String last = each.replaceFirst(".*[/:.]", "");
      String candidate = cut(Words.snake(last.isEmpty() ? each : last));
      if (!taken.contains(candidate)) {
        return candidate;
      }
      first = first.isEmpty() ? candidate : first;
    }
    return Words.free(first, taken);
  }

  private static String cut(String domain) {
    return domain.length() <= MAX_DOMAIN_NAME ? domain : domain.substring(0, MAX_DOMAIN_NAME);
  }

  /** The tables that are there for domains of about their name. */
  private Map<String, KnownTable> tables(List<DomainDraft.Source> sources) {
    Map<String, KnownTable> chosen = new LinkedHashMap<>();
    for (DomainDraft.Source source : sources) {
      KnownTable alike = alike(source.name(), chosen);
      if (alike != null && alike.isMappable()) {
        chosen.put(source.name(), alike);
      } else if (alike != null) {
        remarks.add(
            "%s: the table %s.%s has about this name, but its key is (%s); a mapped table has"
                    .formatted(
                        source.name(), alike.schema(), alike.name(), String.join(", ", alike.key()))
                + " a tenant of text and a uuid. A new table is proposed.");
      }
    }
    return chosen;
  }

  private @Nullable KnownTable alike(String domain, Map<String, KnownTable> chosen) {
    for (KnownTable table : known) {
      if (Words.sound(table.name()).equals(Words.sound(domain)) && !chosen.containsValue(table)) {
        return table;
      }
    }
    return null;
  }

  private List<DomainDraft> drafts(
      List<DomainDraft.Source> sources, Map<String, KnownTable> tables, Doubts doubts) {
    ReferenceGuess references = new ReferenceGuess(sources);
    String schema = schema();
    return sources.stream()
        .map(
            source ->
                new DomainGuess(source, tables.get(source.name()), doubts, references)
                    .draft(schema))
        .toList();
  }

  private String schema() {
    String schema = Words.snake(name);
    return schema.startsWith("pg_")
            || schema.equals("crossfade")
            || schema.equals("information_schema")
        ? "app_" + schema
        : schema;
  }

  private ObjectNode form(List<DomainDraft> drafts) {
    ObjectNode form = Json.MAPPER.createObjectNode();
    form.put("blueprint", 1).put("name", name).put("schemaVersion", 1);
    ArrayNode tables = form.putArray("tables");
    ArrayNode domains = form.putArray("domains");
    for (DomainDraft draft : drafts) {
      tables.add(draft.tableForm());
      domains.add(draft.domainForm());
    }
    return form;
  }

  private Proposal proposal(List<DomainDraft> drafts) {
    Map<String, ObjectNode> schemas = new LinkedHashMap<>();
    drafts.forEach(draft -> schemas.put(draft.schemaFile(), draft.schema()));
    ObjectNode form = form(drafts);
    Blueprint.fromJson(form);
    return new Proposal(
        new YamlText(name, drafts).text(),
        schemas,
        form,
        List.copyOf(skipped),
        List.copyOf(remarks));
  }
}
