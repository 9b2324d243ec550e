/** Writes a tenant's records in the legacy shape. */
@NullMarked
package dev.crossfade.standalone.load.export;

import org.jspecify.annotations.NullMarked;
