/** Brings the folds, PostgreSQL and the comparers together for the parts of runs. */
@NullMarked
package dev.crossfade.reconcile.parts;

import org.jspecify.annotations.NullMarked;
