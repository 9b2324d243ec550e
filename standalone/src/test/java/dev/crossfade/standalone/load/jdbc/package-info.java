/** Tests. */
@NullMarked
package dev.crossfade.standalone.load.jdbc;

import org.jspecify.annotations.NullMarked;
