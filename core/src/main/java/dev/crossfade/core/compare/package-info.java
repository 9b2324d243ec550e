/** What two sides are compared by: buckets, fingerprints of decided states, and sums of these. */
@NullMarked
package dev.crossfade.core.compare;

import org.jspecify.annotations.NullMarked;
