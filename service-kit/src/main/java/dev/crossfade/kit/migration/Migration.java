package dev.crossfade.kit.migration;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.log.ControlLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A migration as a service sees it: its topics, what its control log says, and its blueprints,
 * compiled once each. Thread-safe.
 */
public final class Migration implements AutoCloseable {
  private final Topics topics;
  private final ControlLog control;
  private final Map<Digest, Blueprint> compiled = new ConcurrentHashMap<>();

  private Migration(Topics topics, ControlLog control) {
    this.topics = topics;
    this.control = control;
  }

  /**
   * Follows the migration of this name from now on. Returns at once; {@link #known} tells when the
   * control log has been read.
   */
  public static Migration open(
      String name, Map<String, String> clientProperties, String writer, InstantSource clock) {
    return new Migration(new Topics(name), ControlLog.open(name, clientProperties, writer, clock));
  }

  public String name() {
    return topics.migration();
  }

  public Topics topics() {
    return topics;
  }

  public ControlLog control() {
    return control;
  }

  /** How the log of changes was made; empty until the control log says so. */
  public Optional<ControlState.ChangesLog> log() {
    return Optional.ofNullable(control.state().log());
  }

  /** Whether the control log was read and has both a log of changes and a blueprint. */
  public boolean known() {
    ControlState state = control.state();
    return control.caughtUp() && state.log() != null && state.blueprint() != null;
  }

  /** The blueprint that new events are accepted under. */
  public Optional<Blueprint> blueprint() {
    Digest current = control.state().blueprint();
    return current == null ? Optional.empty() : blueprint(current);
  }

  /** The blueprint of this digest, as far as the control log has been read. */
  public Optional<Blueprint> blueprint(Digest digest) {
    Blueprint known = compiled.get(digest);
    if (known != null) {
      return Optional.of(known);
    }
    ObjectNode form = control.state().blueprints().get(digest);
    return form == null
        ? Optional.empty()
        : Optional.of(compiled.computeIfAbsent(digest, d -> Blueprint.fromJson(form)));
  }

  @Override
  public void close() {
    control.close();
  }
}
