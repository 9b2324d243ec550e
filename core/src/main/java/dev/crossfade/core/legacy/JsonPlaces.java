package dev.crossfade.core.legacy;

import java.util.List;
import java.util.Optional;

/** Finds a place in JSON without reading it into memory. Pure and thread-safe. */
public final class JsonPlaces {
  private JsonPlaces() {}

  /**
   * The bytes of the value at a place; empty where there is none, or null on the way. What lies
   * behind it is not read.
   *
   * @param pointer RFC 6901
   * @throws UndecodableException the JSON is broken before the end of the place, or the way leads
   *     through something else than objects, and lists where it says a number: whoever wrote that
   *     holds its data otherwise than is thought
   * @throws IllegalArgumentException it is no pointer
   */
  public static Optional<Slice> locate(Slice json, String pointer) throws UndecodableException {
    List<String> steps = Pointers.steps(pointer);
    StoreReader reader = StoreReader.open(json);
    for (String step : steps) {
      if (!reader.leadsOn(step)) {
        throw new UndecodableException(
            reader.pointer(), "The way leads through something that has no member of this name.");
      }
      if (!reader.enter(step)) {
        return Optional.empty();
      }
    }
    return Optional.of(reader.skip());
  }
}
