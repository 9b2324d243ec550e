/** Whether the self-check finds what was tampered with. */
@NullMarked
package dev.crossfade.standalone.demo.check;

import org.jspecify.annotations.NullMarked;
