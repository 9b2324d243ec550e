/** The legacy store written back: records put where a browser's application keeps them. */
@NullMarked
package dev.crossfade.core.store;

import org.jspecify.annotations.NullMarked;
