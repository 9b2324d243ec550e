/** Comparisons of samples of each blueprint, tampered with and not. */
@NullMarked
package dev.crossfade.standalone.compare;

import org.jspecify.annotations.NullMarked;
