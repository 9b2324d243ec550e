/** The cutover: what operators and plans may do to it, gate by gate (docs/cutover.md). */
@NullMarked
package dev.crossfade.reconcile.cutover;

import org.jspecify.annotations.NullMarked;
