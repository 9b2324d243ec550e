/**
 * Records to try a blueprint with, made from its schemas, the same for each seed: as many as {@code
 * sample.yaml} says, edge values among them.
 */
@NullMarked
package dev.crossfade.standalone.sample;

import org.jspecify.annotations.NullMarked;
