package dev.crossfade.reconcile.fold;

/**
 * What a fold knows of a tenant.
 *
 * @param first the offset of the first event that named it
 * @param last the offset of the last one
 * @param records how many records any event has decided, tombstones among them
 * @param live how many of them there are now
 * @param waiting how many sides of conflicts wait for a person
 * @param held how many events are kept without effect
 */
public record TenantFacts(
    String tenant, long first, long last, long records, long live, long waiting, long held) {}
