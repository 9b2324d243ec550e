/** Tests of the comparison of digests. */
@NullMarked
package dev.crossfade.reconcile.digest;

import org.jspecify.annotations.NullMarked;
