/** Tests of which records are the same, through all services. */
@NullMarked
package dev.crossfade.standalone.identity;

import org.jspecify.annotations.NullMarked;
