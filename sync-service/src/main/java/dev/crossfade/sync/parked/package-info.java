/** Parked writes as operators meet them: listed, tried again, corrected, discarded. */
@NullMarked
package dev.crossfade.sync.parked;

import org.jspecify.annotations.NullMarked;
