package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A collection of records of one shape. Immutable and thread-safe. */
public final class Domain {
  private final String name;
  private final DocumentIds ids;
  private final RowIds rowIds;
  private final ConflictPolicy conflictPolicy;
  private final Map<String, ConflictPolicy> fieldConflicts;
  private final Versions versions;
  private final Mapping mapping;
  private final List<Counter> counters;
  private final List<LegacyPlace> legacyPlaces;
  private final FieldFacts facts;

  /**
   * @param spec has passed all checks
   */
  Domain(DomainSpec spec, Versions versions, Mapping mapping, FieldFacts facts) {
    this.name = spec.name();
    this.ids = spec.ids();
    this.rowIds = spec.rowIds();
    this.conflictPolicy = spec.policy();
    this.fieldConflicts = Map.copyOf(spec.fieldConflicts());
    this.versions = versions;
    this.mapping = mapping;
    this.counters = spec.counters().stream().map(CounterSpec::counter).toList();
    this.legacyPlaces = spec.legacy().stream().map(LegacyEntry::place).toList();
    this.facts = facts;
  }

  public String name() {
    return name;
  }

  public IdRule idRule() {
    return ids.rule();
  }

  public ConflictPolicy conflictPolicy() {
    return conflictPolicy;
  }

  /**
   * The members of a record that have a policy of their own, in a domain that looks at fields:
   * AUTO_OVERWRITE, AUTO_SKIP or INTERACTIVE.
   */
  public Map<String, ConflictPolicy> fieldConflicts() {
    return fieldConflicts;
  }

  public Mapping mapping() {
    return mapping;
  }

  /** The fields that count other records: to be verified, never computed. */
  public List<Counter> counters() {
    return counters;
  }

  /**
   * Where its records lie in a browser's store, in declared order; the first is the one that is
   * written to. Empty where the blueprint does not say.
   */
  public List<LegacyPlace> legacyPlaces() {
    return legacyPlaces;
  }

  /** The fields that name records of domains, this one's too. */
  public List<ReferenceField> referenceFields() {
    return facts.references();
  }

  /** The fields that are mapped to points in time. */
  public List<TimeField> timeFields() {
    return facts.times();
  }

  /** What in the record breaks the domain's JSON Schema: the first 20 violations at most. */
  public List<Violation> validate(JsonNode record) {
    return validate(Integer.MAX_VALUE, record);
  }

  /**
   * As {@link #validate(JsonNode)}, for a record of that version: what breaks the schema that
   * records had then.
   */
  public List<Violation> validate(int version, JsonNode record) {
    return versions.validate(version, record);
  }

  /**
   * The present form of a record of that version; the very document, where the shape has not
   * changed since. A total function: it throws for no document, and drops nothing but what the
   * blueprint says. The result may nest deeper than an event's data may.
   */
  public Document upcast(int version, Document document) {
    return versions.upcast(version, document);
  }

  /** Whether records of the one version have an older shape than records of the other. */
  public boolean knowsLess(int version, int than) {
    return versions.knowsLess(version, than);
  }

  /**
   * What a record becomes by an event of an older version: the fields that the version knows are as
   * the event has them, or gone; whatever the record has beyond them stays as it is.
   *
   * @param sent of that version
   * @param present the record, in the present form
   */
  public Document overlay(int version, Document sent, Document present) {
    return versions.overlay(version, sent, present);
  }

  /**
   * The field of a record of that version that a pointer into its present form leads to; empty
   * where none does, or the document as a whole.
   */
  public String sentPointer(int version, String pointer) {
    return versions.sentPointer(version, pointer);
  }

  /**
   * The one spelling of an id by which a source knows a record: a UUID in lower case, one that is
   * made up of several fields as a canonical JSON array, any other id unchanged.
   */
  public String canonicalId(String id) {
    return ids.form().canonical(id);
  }

  /** The one spelling of the id in a record's key. */
  public String canonicalKeyId(String id) {
    return rowIds.canonicalKey(id);
  }

  /**
   * The key of the record that a source knows by this id.
   *
   * @param id in any spelling
   */
  public RecordKey recordKey(SourceKey source, String id) {
    String own = canonicalId(id);
    return new RecordKey(
        source.tenant(), name, rowIds.ofKey(source.tenant(), source.source(), own));
  }

  /**
   * Whether the captured document is kept beside the rows even where these give it back: where
   * merging, a person or an event of an older version needs it, or where a reference can become
   * null later.
   */
  public boolean keepsDocument() {
    boolean compares =
        switch (conflictPolicy) {
          case AUTO_MERGE, INTERACTIVE -> true;
          case AUTO_OVERWRITE, AUTO_SKIP -> false;
        };
    return compares || versions.anyPast() || mapping.losesReferences();
  }

  /**
   * The canonical id by which its source knows the record, as far as the document tells it: empty
   * where it names none of 1 to 128 characters, and always where ids are the store's keys.
   */
  public Optional<String> idOf(Document document) {
    return Optional.ofNullable(ids.of(document.tree()));
  }

  /**
   * The same where it is not the id of the record's key, so that it must be kept to come back; else
   * null.
   */
  public @Nullable String legacyId(Document document) {
    return switch (ids.rule().scope()) {
      case TENANT -> null;
      case SOURCE -> ids.of(document.tree());
    };
  }

  /** The id of the row that stands for the record: the key's where it is a UUID, else derived. */
  public UUID rowId(RecordKey key) {
    return rowIds.ofRecord(key.tenant(), key.id());
  }

  @Override
  public String toString() {
    return name;
  }
}
