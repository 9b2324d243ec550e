package dev.crossfade.core.blueprint;

/**
 * A document's reference to another record.
 *
 * @param pointer where the document holds it
 * @param id the canonical id by which the source knows the record it refers to
 */
public record Reference(String pointer, String domain, String id) {}
