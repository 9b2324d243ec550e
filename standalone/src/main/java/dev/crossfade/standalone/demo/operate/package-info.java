/** The demonstration's operator: moves the reads step by step while the writers write. */
@NullMarked
package dev.crossfade.standalone.demo.operate;

import org.jspecify.annotations.NullMarked;
