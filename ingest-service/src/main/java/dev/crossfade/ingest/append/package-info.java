/** Appends change events to the log and waits until they are safe there. */
@NullMarked
package dev.crossfade.ingest.append;

import org.jspecify.annotations.NullMarked;
