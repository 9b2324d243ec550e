/** The read API: records in the legacy shape, out of PostgreSQL. */
@NullMarked
package dev.crossfade.sync.read;

import org.jspecify.annotations.NullMarked;
