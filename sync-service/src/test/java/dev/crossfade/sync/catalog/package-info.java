/** Tests of what reads the catalogue. */
@NullMarked
package dev.crossfade.sync.catalog;

import org.jspecify.annotations.NullMarked;
