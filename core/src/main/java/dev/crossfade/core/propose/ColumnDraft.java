package dev.crossfade.core.propose;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A column, and what fills it.
 *
 * @param spec as a blueprint writes it
 * @param schema of the field
 * @param note what a person should look at; null for nothing
 */
record ColumnDraft(
    Leaf leaf, String name, String type, JsonNode spec, JsonNode schema, @Nullable String note) {}
