/** The users' tables: their names in jOOQ's terms, and their rows back in the legacy shape. */
@NullMarked
package dev.crossfade.database.rows;

import org.jspecify.annotations.NullMarked;
