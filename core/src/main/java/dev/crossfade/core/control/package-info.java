/** The control log: what a migration is, changed by compare-and-set. */
@NullMarked
package dev.crossfade.core.control;

import org.jspecify.annotations.NullMarked;
