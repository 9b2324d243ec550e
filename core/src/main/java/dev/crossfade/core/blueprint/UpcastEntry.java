package dev.crossfade.core.blueprint;

import java.util.List;

/**
 * An entry of {@code upcast}: the shape that records had up to a version, and the steps to the next
 * entry's shape, or the present one.
 *
 * @param from the last version of the shape
 */
record UpcastEntry(int from, SchemaFields schema, List<UpcastStep> steps) {}
