/**
 * Loads records from outside into the log as snapshots: in parts, at the server's pace, resumable.
 */
@NullMarked
package dev.crossfade.standalone.load;

import org.jspecify.annotations.NullMarked;
