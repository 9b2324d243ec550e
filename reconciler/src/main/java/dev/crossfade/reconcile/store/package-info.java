/** The reconciler's connections to PostgreSQL. */
@NullMarked
package dev.crossfade.reconcile.store;

import org.jspecify.annotations.NullMarked;
