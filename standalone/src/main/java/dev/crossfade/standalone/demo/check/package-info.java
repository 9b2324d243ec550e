/**
 * Holds what a plain SQL client reads against the writers' history; shares no code with what it
 * checks.
 */
@NullMarked
package dev.crossfade.standalone.demo.check;

import org.jspecify.annotations.NullMarked;
