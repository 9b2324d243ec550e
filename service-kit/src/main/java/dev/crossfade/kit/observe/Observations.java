package dev.crossfade.kit.observe;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Requests;
import dev.crossfade.kit.log.TopicFollower;
import dev.crossfade.kit.migration.Migration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What each device of a migration told last, kept in memory: a few hundred bytes a device.
 * Thread-safe.
 */
public final class Observations implements AutoCloseable {
  private final ConcurrentMap<String, ConcurrentMap<String, Observation>> byTenant =
      new ConcurrentHashMap<>();
  private final RecentRequests recent = new RecentRequests();
  private final TopicFollower follower;

  private Observations(Migration migration, Map<String, String> client) {
    this.follower =
        TopicFollower.open(
            migration.topics().observations(),
            client,
            () -> migration.log().map(ChangesLog::partitions).orElse(0),
            new Kept());
  }

  /**
   * Follows from now on; returns at once, whether or not the broker is there.
   *
   * @param client what reaches and authenticates with the broker
   */
  public static Observations open(Migration migration, Map<String, String> client) {
    return new Observations(migration, client);
  }

  /** Whether all that there was has been read; before, much is missing. */
  public boolean caughtUp() {
    return follower.caughtUp();
  }

  /** The latest of one device. */
  public Optional<Observation> latest(SourceKey device) {
    Map<String, Observation> devices = byTenant.get(device.tenant());
    return Optional.ofNullable(devices == null ? null : devices.get(device.source()));
  }

  /** The latest of each device of a tenant, by source. */
  public Map<String, Observation> ofTenant(String tenant) {
    Map<String, Observation> devices = byTenant.get(tenant);
    return devices == null ? Map.of() : Map.copyOf(devices);
  }

  /**
   * The requests for records that all devices told of from then on, and how many of them failed.
   * Kept for ten minutes. Of what was told before this was opened only the latest of each device is
   * known.
   *
   * @param from rounded down to {@link RecentRequests#SLOT}
   */
  public Requests requests(Instant from) {
    return recent.from(from);
  }

  /** By tenant, then source; a live view. */
  public Map<String, ? extends Map<String, Observation>> all() {
    return Collections.unmodifiableMap(byTenant);
  }

  /** Written by the follower's thread alone. */
  private final class Kept implements TopicFollower.Sink {
    @Override
    public void clear() {
      byTenant.clear();
      recent.clear();
    }

    @Override
    public void put(TopicFollower.Where where, byte @Nullable [] key, byte @Nullable [] value) {
      SourceKey device = Observation.source(key);
      if (device == null) {
        return;
      }
      Observation told = Observation.parse(value);
      if (told != null) {
        recent.add(told);
        byTenant
            .computeIfAbsent(device.tenant(), t -> new ConcurrentHashMap<>())
            .put(device.source(), told);
        return;
      }
      ConcurrentMap<String, Observation> devices = byTenant.get(device.tenant());
      if (devices != null) {
        devices.remove(device.source());
        if (devices.isEmpty()) {
          byTenant.remove(device.tenant());
        }
      }
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
