/** Positions, topics, partitions: how the log is laid out, for ever. */
@NullMarked
package dev.crossfade.core.log;

import org.jspecify.annotations.NullMarked;
