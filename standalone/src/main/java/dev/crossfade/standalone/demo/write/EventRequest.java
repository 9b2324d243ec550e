package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.WrittenEvent;
import java.util.List;

/**
 * A request with events of one source.
 *
 * @param number for the history; a request sent again keeps it
 */
record EventRequest(long number, Form form, boolean gzip, List<WrittenEvent> events) {
  EventRequest {
    events = List.copyOf(events);
    if (events.isEmpty() || (form != Form.BATCH && events.size() > 1)) {
      throw new IllegalArgumentException(form + " of " + events.size() + " events");
    }
  }

  /** The modes of CloudEvents over HTTP. */
  enum Form {
    STRUCTURED,
    BATCH,
    BINARY
  }
}
