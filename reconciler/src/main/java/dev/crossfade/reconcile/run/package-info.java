/** Runs of comparisons: their parts, second looks, verdicts, and the life of what they find. */
@NullMarked
package dev.crossfade.reconcile.run;

import org.jspecify.annotations.NullMarked;
