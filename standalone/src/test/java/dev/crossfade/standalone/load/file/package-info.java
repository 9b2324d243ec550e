/** Tests. */
@NullMarked
package dev.crossfade.standalone.load.file;

import org.jspecify.annotations.NullMarked;
