/** Proposes a blueprint for data that is there. */
@NullMarked
package dev.crossfade.core.propose;

import org.jspecify.annotations.NullMarked;
