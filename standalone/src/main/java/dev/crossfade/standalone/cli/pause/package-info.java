/**
 * {@code crossfade pause} and {@code crossfade resume}: applying, while PostgreSQL is looked after.
 */
@NullMarked
package dev.crossfade.standalone.cli.pause;

import org.jspecify.annotations.NullMarked;
