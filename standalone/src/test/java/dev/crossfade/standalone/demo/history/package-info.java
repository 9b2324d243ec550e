/** What histories say must be in the tables. */
@NullMarked
package dev.crossfade.standalone.demo.history;

import org.jspecify.annotations.NullMarked;
