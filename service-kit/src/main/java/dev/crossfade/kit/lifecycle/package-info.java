/** Orderly teardown. */
@NullMarked
package dev.crossfade.kit.lifecycle;

import org.jspecify.annotations.NullMarked;
