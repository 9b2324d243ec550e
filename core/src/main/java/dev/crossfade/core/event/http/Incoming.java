package dev.crossfade.core.event.http;

import dev.crossfade.core.json.Document;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One CloudEvent as it came: its attributes as text, its data where there is any, and what is wrong
 * with its form. Nothing is said yet of what the attributes mean.
 */
public record Incoming(
    Map<String, String> attributes, @Nullable Document data, List<Fault> faults) {

  public Incoming {
    attributes = Map.copyOf(attributes);
    faults = List.copyOf(faults);
  }

  /** The attribute's text; null where it is absent. */
  public @Nullable String attribute(String name) {
    return attributes.get(name);
  }

  /** What is wrong, and where: an RFC 6901 pointer into the event in its JSON form. */
  public record Fault(String pointer, String detail) {}
}
