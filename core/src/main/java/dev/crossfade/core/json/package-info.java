/** JSON as this system reads, limits, compares and digests it. */
@NullMarked
package dev.crossfade.core.json;

import org.jspecify.annotations.NullMarked;
