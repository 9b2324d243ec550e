/** {@code crossfade snapshot}: what a legacy store or an old backend holds, in and out. */
@NullMarked
package dev.crossfade.standalone.cli.snapshot;

import org.jspecify.annotations.NullMarked;
