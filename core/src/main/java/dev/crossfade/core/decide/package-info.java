/** The decider: what an event does to the state of its record, its source and nothing else. */
@NullMarked
package dev.crossfade.core.decide;

import org.jspecify.annotations.NullMarked;
