/** Tests of the fold. */
@NullMarked
package dev.crossfade.reconcile.fold;

import org.jspecify.annotations.NullMarked;
