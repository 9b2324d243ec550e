/** {@code crossfade explain}: a record's story, for people. */
@NullMarked
package dev.crossfade.standalone.cli.explain;

import org.jspecify.annotations.NullMarked;
