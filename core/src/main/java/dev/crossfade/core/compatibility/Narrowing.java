package dev.crossfade.core.compatibility;

/**
 * A place where a schema takes less than another one.
 *
 * @param path within the schema, each step behind a dot
 * @param sentence what it does not take any more
 */
record Narrowing(String path, String sentence) {}
