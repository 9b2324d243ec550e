/** Prometheus metrics of the process and its routes. */
@NullMarked
package dev.crossfade.kit.metrics;

import org.jspecify.annotations.NullMarked;
