package dev.crossfade.sync.changes;

import dev.crossfade.core.log.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a tenant, oldest first.
 *
 * @param after behind which they were asked for; null: from the beginning
 * @param position where to go on; null where nothing is applied yet and nothing was asked for
 * @param more whether there are more already
 * @param nextOffset of the partition when they were read
 */
record ChangePage(
    List<Change> changes,
    @Nullable Position after,
    @Nullable Position position,
    boolean more,
    long nextOffset) {}
