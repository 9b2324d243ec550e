/** Tells other tools of events that are held and writes that are parked: the dead-letter topic. */
@NullMarked
package dev.crossfade.sync.deadletter;

import org.jspecify.annotations.NullMarked;
