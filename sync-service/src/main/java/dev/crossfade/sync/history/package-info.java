/** A record's story: what was said of it, what became of that, and what of it still waits. */
@NullMarked
package dev.crossfade.sync.history;

import org.jspecify.annotations.NullMarked;
