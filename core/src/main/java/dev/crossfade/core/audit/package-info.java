/**
 * What a snapshot tells of the legacy store: how many records, how sound, and what refers to what.
 */
@NullMarked
package dev.crossfade.core.audit;

import org.jspecify.annotations.NullMarked;
