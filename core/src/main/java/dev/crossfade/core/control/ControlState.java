package dev.crossfade.core.control;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverEvent;
import dev.crossfade.core.json.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a migration is, as folded from its control log. An event counts when the version it was
 * decided from is the current one, and then makes the next; every reader ignores all others. A type
 * that this version does not know counts too, or two versions of Crossfade would disagree about who
 * came first. Immutable.
 *
 * @param version how many events have counted
 * @param log how the log of changes was made; null before the migration is created
 * @param blueprint the digest of the blueprint that new events are accepted under; null before one
 *     is published
 * @param blueprints every blueprint ever published, in its JSON form
 * @param pause of applying; null when it is not paused
 * @param cutover who reads where
 */
public record ControlState(
    long version,
    @Nullable ChangesLog log,
    @Nullable Digest blueprint,
    Map<Digest, ObjectNode> blueprints,
    @Nullable Pause pause,
    Cutover cutover) {
  /** The type of the event that creates a migration. */
  public static final String MIGRATION_CREATED = "dev.crossfade.control.migration.created";

  /** The type of the event that publishes a blueprint and makes it current. */
  public static final String BLUEPRINT_PUBLISHED = "dev.crossfade.control.blueprint.published";

  /** The type of the event that pauses applying. */
  public static final String SYNC_PAUSED = "dev.crossfade.control.sync.paused";

  /** The type of the event that lets applying go on. */
  public static final String SYNC_RESUMED = "dev.crossfade.control.sync.resumed";

  /** Before the first event. */
  public static final ControlState EMPTY =
      new ControlState(0, null, null, Map.of(), null, Cutover.START);

  public ControlState {
    blueprints = Map.copyOf(blueprints);
  }

  /**
   * How the log of changes was made: whoever finds another number of partitions, or a topic of
   * another id, has not found this log.
   *
   * @param salt of the cutover's hash; it never changes
   */
  public record ChangesLog(int partitions, String topicId, String salt) {}

  /**
   * Nothing is applied meanwhile: ingest goes on, and the log keeps what comes.
   *
   * @param by who asked for it
   * @param reason for a person
   */
  public record Pause(Instant since, String by, String reason) {}

  /** The state behind this event: the same state, where the event does not count. */
  public ControlState replay(ControlEvent event) {
    if (event.fromVersion() != version) {
      return this;
    }
    return switch (event.type()) {
      case MIGRATION_CREATED -> created(event.data());
      case BLUEPRINT_PUBLISHED -> published(event.data());
      case SYNC_PAUSED -> paused(event);
      case SYNC_RESUMED -> next(null);
      default ->
          new ControlState(
              version + 1,
              log,
              blueprint,
              blueprints,
              pause,
              cutover.replay(
                  new CutoverEvent(event.type(), event.time(), event.data()), version + 1));
    };
  }

  /** The data of the event that creates a migration. */
  public static ObjectNode migrationCreated(ChangesLog log) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("partitions", log.partitions())
        .put("topicId", log.topicId())
        .put("salt", log.salt());
  }

  /** The data of the event that publishes a blueprint, given in its JSON form. */
  public static ObjectNode blueprintPublished(ObjectNode blueprint) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("digest", Digest.of(blueprint).hex())
        .set("blueprint", blueprint);
  }

  /** The data of the event that pauses applying, and of the one that lets it go on. */
  public static ObjectNode syncSwitched(String by, String reason) {
    return JsonNodeFactory.instance.objectNode().put("by", by).put("reason", reason);
  }

  private ControlState created(ObjectNode data) {
    JsonNode partitions = data.path("partitions");
    JsonNode topicId = data.path("topicId");
    JsonNode salt = data.path("salt");
    boolean sound =
        log == null
            && partitions.isInt()
            && partitions.intValue() > 0
            && topicId.isString()
            && salt.isString();
    if (!sound) {
      return next(pause);
    }
    ChangesLog made =
        new ChangesLog(partitions.intValue(), topicId.stringValue(), salt.stringValue());
    return new ControlState(
        version + 1, made, blueprint, blueprints, pause, cutover.salted(made.salt()));
  }

  private ControlState published(ObjectNode data) {
    if (!(data.path("blueprint") instanceof ObjectNode form)) {
      return next(pause);
    }
    // The digest is computed, not believed: it is what events are decided under.
    Digest digest = Digest.of(form);
    Map<Digest, ObjectNode> all = new HashMap<>(blueprints);
    all.put(digest, form);
    return new ControlState(version + 1, log, digest, all, pause, cutover);
  }

  /** Paused again, it is paused since the first time, for the latest reason. */
  private ControlState paused(ControlEvent event) {
    JsonNode by = event.data().path("by");
    JsonNode reason = event.data().path("reason");
    Instant since = pause == null ? event.time() : pause.since();
    return next(
        by.isString() && reason.isString()
            ? new Pause(since, by.stringValue(), reason.stringValue())
            : pause);
  }

  private ControlState next(@Nullable Pause newPause) {
    return new ControlState(version + 1, log, blueprint, blueprints, newPause, cutover);
  }
}
