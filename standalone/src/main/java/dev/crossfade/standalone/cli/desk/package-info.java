/**
 * {@code crossfade parked} and {@code crossfade conflicts}: what waits, and what to do about it.
 */
@NullMarked
package dev.crossfade.standalone.cli.desk;

import org.jspecify.annotations.NullMarked;
