package dev.crossfade.sync.read;

import dev.crossfade.core.log.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as a reader finds it.
 *
 * @param position of the version that the rows show
 * @param state {@code parked}, {@code held} or {@code conflict} where something keeps a later write
 *     from showing
 * @param data in the legacy shape; null when there is no row
 */
public record StoredRecord(
    String id, @Nullable Position position, @Nullable String state, @Nullable ObjectNode data) {}
