/** A source's last snapshot: its rows in the log, and how each is to be held against a record. */
@NullMarked
package dev.crossfade.reconcile.snapshot;

import org.jspecify.annotations.NullMarked;
