/** Commands that compare, and that show and decide what was found. */
@NullMarked
package dev.crossfade.standalone.cli.reconcile;

import org.jspecify.annotations.NullMarked;
