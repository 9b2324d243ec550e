/**
 * Who reads where: the share, the proof of a tenant and the decision, as docs/cutover.md has it.
 */
@NullMarked
package dev.crossfade.core.cutover;

import org.jspecify.annotations.NullMarked;
