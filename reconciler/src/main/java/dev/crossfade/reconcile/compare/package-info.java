/** What comparisons find, and what they cost. */
@NullMarked
package dev.crossfade.reconcile.compare;

import org.jspecify.annotations.NullMarked;
