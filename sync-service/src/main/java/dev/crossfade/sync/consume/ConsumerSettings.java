package dev.crossfade.sync.consume;

import java.time.Duration;

/**
 * How a process takes part in the group that shares the partitions.
 *
 * @param group whose members share the partitions
 * @param instance this member, for logs and metrics
 * @param sessionTimeout after which a silent member's partitions go to others
 */
public record ConsumerSettings(String group, String instance, Duration sessionTimeout) {}
