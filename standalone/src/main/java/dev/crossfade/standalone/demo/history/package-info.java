/** What the writers sent and what they were answered, and what must therefore be in the tables. */
@NullMarked
package dev.crossfade.standalone.demo.history;

import org.jspecify.annotations.NullMarked;
