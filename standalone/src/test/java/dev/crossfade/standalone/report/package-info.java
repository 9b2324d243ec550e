@NullMarked
package dev.crossfade.standalone.report;

import org.jspecify.annotations.NullMarked;
