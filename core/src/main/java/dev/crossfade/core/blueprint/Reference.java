package dev.crossfade.core.blueprint;

/**
 * A document's reference to another record.
 *
 * @param pointer where the document holds it
 * @param id the canonical id of the record it refers to
 */
public record Reference(String pointer, String domain, String id) {}
