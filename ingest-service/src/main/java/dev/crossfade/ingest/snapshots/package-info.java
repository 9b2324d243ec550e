/**
 * Takes the legacy store as it is: a browser's keys or an old backend's lines, read into the log.
 */
@NullMarked
package dev.crossfade.ingest.snapshots;

import org.jspecify.annotations.NullMarked;
