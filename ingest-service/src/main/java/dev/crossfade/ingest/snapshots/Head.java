package dev.crossfade.ingest.snapshots;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its snapshot as a whole.
 *
 * @param source the id of the source whose store it is
 * @param snapshot its name
 * @param takenAt when the store was read; shown, never used for the order
 * @param part which part of the snapshot the request is
 * @param trace the request's trace parent
 */
record Head(
    String source,
    String snapshot,
    Watermarks watermarks,
    @Nullable Instant takenAt,
    int part,
    @Nullable String trace) {}
