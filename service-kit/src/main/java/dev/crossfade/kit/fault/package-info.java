/** Faults as they may be logged: without what servers and drivers quote in their messages. */
@NullMarked
package dev.crossfade.kit.fault;

import org.jspecify.annotations.NullMarked;
