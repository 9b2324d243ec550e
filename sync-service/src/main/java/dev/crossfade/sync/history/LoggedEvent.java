package dev.crossfade.sync.history;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the log holds of an event of a record, put into the form of the interface. */
final class LoggedEvent {
  private LoggedEvent() {}

  /**
   * Fills in what was sent.
   *
   * @param decoded null where the log does not hold it any more
   */
  static void put(ObjectNode to, @Nullable Decoded decoded) {
    Envelope envelope =
        switch (decoded) {
          case null -> null;
          case Decoded.Event event -> event.event().envelope();
          case Decoded.Unreadable unreadable -> unreadable.envelope();
        };
    ChangeEvent event = decoded instanceof Decoded.Event readable ? readable.event() : null;
    to.put(
        "type", event == null ? null : event.type().substring(event.type().lastIndexOf('.') + 1));
    to.put("eventId", envelope == null ? null : envelope.id());
    if (envelope == null || !envelope.hasSequence()) {
      to.putNull("sequence");
    } else {
      to.put("sequence", envelope.sequence());
    }
    to.put("appended", decoded == null ? null : decoded.log().appendTime().toString());
    said(to, event);
  }

  private static void said(ObjectNode to, @Nullable ChangeEvent event) {
    switch (event) {
      case RecordChange change -> {
        Position base = change.basis().base();
        put(to, base, change.basis().changed(), change.data());
      }
      case RecordRead read -> put(to, null, null, read.data());
      case RecordResolved resolved -> {
        put(to, resolved.base(), null, resolved.deleted() ? null : resolved.data());
        to.putObject("resolution")
            .put("take", resolved.take().word())
            .put("actor", resolved.actor())
            .put("reason", resolved.reason());
      }
      case SourceSkipped skipped -> put(to, null, null, null);
      case SnapshotStarted started -> put(to, null, null, null);
      case SnapshotEnded ended -> put(to, null, null, null);
      case null -> put(to, null, null, null);
    }
  }

  private static void put(
      ObjectNode to,
      @Nullable Position base,
      @Nullable List<String> changed,
      @Nullable Document data) {
    to.put("base", base == null ? null : base.toString());
    if (changed == null) {
      to.putNull("changed");
    } else {
      ArrayNode names = to.putArray("changed");
      changed.forEach(names::add);
    }
    to.set("data", data == null ? null : data.tree());
  }
}
