/** Takes what devices tell of themselves: heartbeats and what they found when they compared. */
@NullMarked
package dev.crossfade.ingest.observe;

import org.jspecify.annotations.NullMarked;
