/** Judges events: what came becomes a change event, or a problem that says why not. */
@NullMarked
package dev.crossfade.ingest.admit;

import org.jspecify.annotations.NullMarked;
