package dev.crossfade.reconcile.compare;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field in which the sides differ.
 *
 * @param field a JSON pointer (RFC 6901) into the record
 * @param expected its value as it should be; null where there should be none, or where values are
 *     not to be shown
 * @param actual its value as it stands; null as for {@code expected}
 */
public record FieldDifference(
    String field, @Nullable JsonNode expected, @Nullable JsonNode actual) {}
