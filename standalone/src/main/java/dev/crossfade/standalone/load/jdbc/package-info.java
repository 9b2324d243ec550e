/** Reads the records of an old backend out of its database. */
@NullMarked
package dev.crossfade.standalone.load.jdbc;

import org.jspecify.annotations.NullMarked;
