package dev.crossfade.standalone.demo.check;

/**
 * How the records of a domain are named.
 *
 * @param perSource whether each source counts for itself
 * @param derived whether its own rows' ids are always derived
 * @param secret whether its documents hold what must not be shown
 */
record DomainRule(String name, boolean perSource, boolean derived, boolean secret) {}
