/** How far the log is applied: for operators, for health, for metrics. */
@NullMarked
package dev.crossfade.sync.progress;

import org.jspecify.annotations.NullMarked;
