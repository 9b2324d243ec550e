package dev.crossfade.standalone.sample;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is to be made of one domain. Places in documents are JSON pointers, in which {@code *}
 * stands for each element of an array.
 *
 * @param idFields the id's field; several where the id is composite, none where it is no field
 * @param perSource whether each source counts its records for itself
 * @param volume how many records in full size
 * @param references the fields that name records
 * @param limits what the columns take of a field
 * @param values what {@code sample.yaml} says of fields
 * @param counters the fields that count records
 * @param kept the fields that a record keeps through all edits
 * @param needed whether other records need this domain's, so that few may go
 * @param counted whether its records are counted, so that none comes or goes later
 */
record DomainPlan(
    String name,
    JsonNode schema,
    IdKind idKind,
    List<String> idFields,
    boolean perSource,
    int volume,
    Map<String, Link> references,
    Map<String, Limits> limits,
    Map<String, JsonNode> values,
    List<Counter> counters,
    Set<String> kept,
    boolean needed,
    boolean counted,
    int level) {

  /**
   * A reference.
   *
   * @param needs whether the record cannot be without the other one
   */
  record Link(String domain, boolean needs) {}

  /**
   * A counter.
   *
   * @param sum the field that is summed; null where records are counted
   * @param by the field of the counted records that names this domain's
   * @param where fields of those records, and the values that count
   */
  record Counter(
      String field, @Nullable String sum, String of, String by, Map<String, JsonNode> where) {}

  /** The field that is the whole id; null where there is no such one. */
  @Nullable String idField() {
    return idKind == IdKind.FIELD ? idFields.getFirst() : null;
  }
}
