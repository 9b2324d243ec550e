/** Lets backfills yield to live writes: how far sync is behind, and who waits for it. */
@NullMarked
package dev.crossfade.ingest.pace;

import org.jspecify.annotations.NullMarked;
