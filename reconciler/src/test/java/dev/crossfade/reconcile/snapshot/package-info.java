/** Tests of how snapshots are compared. */
@NullMarked
package dev.crossfade.reconcile.snapshot;

import org.jspecify.annotations.NullMarked;
