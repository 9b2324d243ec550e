/** Tests. */
@NullMarked
package dev.crossfade.standalone.cli.snapshot;

import org.jspecify.annotations.NullMarked;
