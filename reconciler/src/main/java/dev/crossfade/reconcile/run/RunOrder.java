package dev.crossfade.reconcile.run;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param values whether values of fields may be kept and shown; those of secret ones never are
 * @param by who asks
 * @param schedule that asks; null where a person does
 */
public record RunOrder(
    Level level, Scope scope, boolean values, String by, @Nullable String schedule) {}
