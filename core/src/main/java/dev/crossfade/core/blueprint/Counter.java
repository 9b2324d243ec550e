package dev.crossfade.core.blueprint;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a domain's records that counts records of another domain, or sums up one of their
 * fields. It is written like any other and only verified.
 *
 * @param field the pointer of the field that holds the number
 * @param domain whose records are counted
 * @param by the pointer of the field by which they refer to the counting record
 * @param sum the pointer of the field that is summed up; null: the records are counted
 * @param where pointers of fields, and the value that each has in the records that count
 */
public record Counter(
    String field, String domain, String by, @Nullable String sum, Map<String, JsonNode> where) {}
