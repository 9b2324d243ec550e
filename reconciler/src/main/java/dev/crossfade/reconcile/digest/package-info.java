/**
 * The fold against the decided states in PostgreSQL: sums first, then digests where they differ.
 */
@NullMarked
package dev.crossfade.reconcile.digest;

import org.jspecify.annotations.NullMarked;
