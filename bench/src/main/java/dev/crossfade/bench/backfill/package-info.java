/** How fast a legacy store gets into PostgreSQL, and what that costs. */
@NullMarked
package dev.crossfade.bench.backfill;

import org.jspecify.annotations.NullMarked;
