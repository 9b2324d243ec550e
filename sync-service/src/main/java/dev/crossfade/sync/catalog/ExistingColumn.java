package dev.crossfade.sync.catalog;

/**
 * A column.
 *
 * @param type as PostgreSQL spells it, such as {@code character varying(40)}; of a domain, what it
 *     is made of
 * @param alwaysMade whether PostgreSQL makes each value and refuses any other
 */
public record ExistingColumn(
    String name, String type, boolean notNull, boolean hasDefault, boolean alwaysMade) {}
