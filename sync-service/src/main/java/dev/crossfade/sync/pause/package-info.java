/** Applying is paused and goes on, by events of the control log. */
@NullMarked
package dev.crossfade.sync.pause;

import org.jspecify.annotations.NullMarked;
