/** Tries whether the benchmark runs. */
@NullMarked
package dev.crossfade.bench.backfill;

import org.jspecify.annotations.NullMarked;
