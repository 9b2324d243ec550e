/** Rounds in which processes are killed in mid-load, and the self-check follows. */
@NullMarked
package dev.crossfade.standalone.kill;

import org.jspecify.annotations.NullMarked;
