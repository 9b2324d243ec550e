/** Stores as libraries write them, and as they must not be. */
@NullMarked
package dev.crossfade.core.legacy;

import org.jspecify.annotations.NullMarked;
