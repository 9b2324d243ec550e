/** The reconciler: folds the log a second time and holds the outcome against PostgreSQL. */
@NullMarked
package dev.crossfade.reconcile;

import org.jspecify.annotations.NullMarked;
