/** Has TLC check the specification beside it, and its mutants. */
@NullMarked
package dev.crossfade.model;

import org.jspecify.annotations.NullMarked;
