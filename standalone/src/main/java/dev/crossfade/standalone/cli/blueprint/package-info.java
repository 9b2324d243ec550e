/** {@code crossfade blueprint}: the tools for those who write one. */
@NullMarked
package dev.crossfade.standalone.cli.blueprint;

import org.jspecify.annotations.NullMarked;
