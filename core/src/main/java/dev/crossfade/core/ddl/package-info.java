/** The tables of a blueprint as SQL. */
@NullMarked
package dev.crossfade.core.ddl;

import org.jspecify.annotations.NullMarked;
