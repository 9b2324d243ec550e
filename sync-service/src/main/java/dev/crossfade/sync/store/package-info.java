/**
 * The tables of schema crossfade, one class a table: read and written inside the caller's
 * transaction.
 */
@NullMarked
package dev.crossfade.sync.store;

import org.jspecify.annotations.NullMarked;
