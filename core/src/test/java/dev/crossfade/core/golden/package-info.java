/** Files that hold the stored formats, byte for byte. */
@NullMarked
package dev.crossfade.core.golden;

import org.jspecify.annotations.NullMarked;
