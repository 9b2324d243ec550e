/** Accepts events over HTTP, judges them, appends them to the log. */
@NullMarked
package dev.crossfade.ingest;

import org.jspecify.annotations.NullMarked;
