/** {@code crossfade cutover}: who reads where, looked at and changed. */
@NullMarked
package dev.crossfade.standalone.cli.cutover;

import org.jspecify.annotations.NullMarked;
