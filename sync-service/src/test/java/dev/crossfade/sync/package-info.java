/** Sync against a real broker and a real PostgreSQL. */
@NullMarked
package dev.crossfade.sync;

import org.jspecify.annotations.NullMarked;
