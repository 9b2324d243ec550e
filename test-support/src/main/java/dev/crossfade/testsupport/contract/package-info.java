/** Holds a running service to what its OpenAPI description and the problem pages promise. */
@NullMarked
package dev.crossfade.testsupport.contract;

import org.jspecify.annotations.NullMarked;
