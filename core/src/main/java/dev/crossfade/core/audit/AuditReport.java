package dev.crossfade.core.audit;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ObjectNode;

/** The figures of an audit, and the form in which they are told. */
final class AuditReport {
  private final Map<String, DomainTally> tallies = new LinkedHashMap<>();
  private final Map<Kind, Findings> findings = new LinkedHashMap<>();
  private long unknownKeys;
  private long unreadable;
  private boolean stated;
  private long size;

  /** The kinds of findings, in the order in which they are told. */
  enum Kind {
    ORPHANED("orphanedReferences"),
    MISSING("missingReferences"),
    CIRCULAR("circularReferences"),
    DUPLICATE("duplicateIds"),
    CORRUPTED("corruptedRecords");

    private final String member;

    Kind(String member) {
      this.member = member;
    }
  }

  AuditReport(Blueprint blueprint) {
    for (Domain domain : blueprint.domains()) {
      tallies.put(domain.name(), new DomainTally());
    }
    for (Kind kind : Kind.values()) {
      findings.put(kind, new Findings());
    }
  }

  DomainTally tally(String domain) {
    DomainTally tally = tallies.get(domain);
    if (tally == null) {
      throw new IllegalArgumentException("the blueprint has no domain " + domain);
    }
    return tally;
  }

  Findings of(Kind kind) {
    return findings.computeIfAbsent(kind, k -> new Findings());
  }

  void unknownKey() {
    unknownKeys++;
  }

  void unreadable(long lines) {
    unreadable += lines;
  }

  /** The figures are those that the sender states, not those that were counted. */
  void stated() {
    stated = true;
  }

  void size(long bytes) {
    size += bytes;
  }

  private long sum(ToLongFunction<DomainTally> figure) {
    return tallies.values().stream().mapToLong(figure).sum();
  }

  /**
   * The audit's JSON.
   *
   * @param checked whether the references were looked at
   */
  ObjectNode json(boolean checked) {
    long found = sum(DomainTally::found);
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("needed", found > 0).put("itemCount", found).put("storageSize", size);
    json.put("recommendation", recommendation(checked)).put("totalRecords", found);
    ObjectNode domains = json.putObject("domains");
    tallies.forEach((name, tally) -> domains.set(name, tally.json()));
    ObjectNode integrity = json.putObject("dataIntegrity");
    findings.forEach((kind, list) -> integrity.set(kind.member, list.list()));
    ObjectNode counts = json.putObject("found");
    findings.forEach((kind, list) -> counts.put(kind.member, list.count()));
    if (unreadable > 0) {
      json.put("unreadable", unreadable);
    }
    json.put("figures", stated ? "stated" : "counted");
    return json.put("references", checked ? "checked" : "not-checked");
  }

  private String recommendation(boolean checked) {
    long found = sum(DomainTally::found);
    long mapped = sum(DomainTally::mapped);
    long rejected = sum(DomainTally::rejected);
    long gaps = sum(DomainTally::gaps);
    List<String> parts = new ArrayList<>();
    if (stated) {
      // What the rows did is counted where they are applied; here nobody has seen them together.
      parts.add(
          found == 1 ? "The sender states one record" : "The sender states " + found + " records");
      parts.add("see what its rows did");
    } else if (found == 0) {
      parts.add("Nothing to migrate: there are no records");
    } else if (mapped == 0) {
      parts.add("Do not migrate yet: no record of " + found + " is sound");
    } else if (rejected > 0) {
      String others = rejected == 1 ? "the other one" : "the " + rejected + " others";
      String are = mapped == 1 ? " is sound" : " are sound";
      parts.add(
          "Migrate: %d of %d records%s; look at %s first".formatted(mapped, found, are, others));
    } else {
      parts.add(found == 1 ? "Migrate: the one record is sound" : allSound(found));
    }
    if (unreadable > 0) {
      parts.add(
          unreadable == 1
              ? "one line could not be read: look at it first"
              : unreadable + " lines could not be read: look at them first");
    }
    if (gaps > 0) {
      parts.add(gaps == 1 ? "one reference leads nowhere" : gaps + " references lead nowhere");
    }
    if (found > 0 && !checked) {
      parts.add("references between records were not checked");
    }
    if (unknownKeys > 0) {
      parts.add(
          unknownKeys == 1
              ? "one key belongs to no domain"
              : unknownKeys + " keys belong to no domain");
    }
    return String.join("; ", parts) + ".";
  }

  private static String allSound(long found) {
    return "Migrate: all " + found + " records are sound";
  }
}
