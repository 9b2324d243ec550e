/** What a record must keep to before it may go into the log, whoever writes it. */
@NullMarked
package dev.crossfade.core.admit;

import org.jspecify.annotations.NullMarked;
