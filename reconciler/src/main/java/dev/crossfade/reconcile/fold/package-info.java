/** The fold of the log of changes: what the decider makes of it, told at any recent position. */
@NullMarked
package dev.crossfade.reconcile.fold;

import org.jspecify.annotations.NullMarked;
