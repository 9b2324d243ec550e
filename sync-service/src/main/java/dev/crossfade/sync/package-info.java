/** Sync: consumes the log, decides, applies in one transaction with the position, answers reads. */
@NullMarked
package dev.crossfade.sync;

import org.jspecify.annotations.NullMarked;
