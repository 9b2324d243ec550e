/** A batch of one partition: decided, then written, in one transaction with its position. */
@NullMarked
package dev.crossfade.sync.apply;

import org.jspecify.annotations.NullMarked;
