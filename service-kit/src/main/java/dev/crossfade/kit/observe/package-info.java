/** The latest that each device told of itself, followed from the observations topic. */
@NullMarked
package dev.crossfade.kit.observe;

import org.jspecify.annotations.NullMarked;
