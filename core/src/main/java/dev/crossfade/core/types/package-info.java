/** The records of a blueprint as TypeScript types. */
@NullMarked
package dev.crossfade.core.types;

import org.jspecify.annotations.NullMarked;
