/** Tests of what comparisons find. */
@NullMarked
package dev.crossfade.reconcile.compare;

import org.jspecify.annotations.NullMarked;
