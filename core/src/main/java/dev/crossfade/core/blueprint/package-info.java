/** Blueprints: a legacy shape, a relational shape, and the mapping between them, both ways. */
@NullMarked
package dev.crossfade.core.blueprint;

import org.jspecify.annotations.NullMarked;
