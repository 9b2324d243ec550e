/** The demonstration: schools, writers, a live line, and a check of what arrived. */
@NullMarked
package dev.crossfade.standalone.demo;

import org.jspecify.annotations.NullMarked;
