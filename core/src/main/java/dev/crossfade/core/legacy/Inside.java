package dev.crossfade.core.legacy;

import tools.jackson.core.JsonToken;

/** A state that lies in the raw string as it is. */
final class Inside {
  private Inside() {}

  /** The value without white space around it. */
  static Slice whole(Slice raw) throws UndecodableException {
    StoreReader reader = StoreReader.open(raw);
    Slice value = reader.skip();
    reader.end();
    return value;
  }

  /** The member's bytes; pointers of what is wrong in it begin there. */
  static Slice member(Slice raw, String wanted) throws UndecodableException {
    try {
      StoreReader reader = StoreReader.open(raw);
      if (!reader.at(JsonToken.START_OBJECT)) {
        throw new UndecodableException("", "This is no object with a member " + wanted + ".");
      }
      Slice[] found = new Slice[1];
      reader.members(
          name -> {
            if (name.equals(wanted)) {
              found[0] = reader.skip();
            }
          });
      reader.end();
      if (found[0] == null) {
        throw new UndecodableException("", "The member " + wanted + " is missing.");
      }
      return found[0];
    } catch (UndecodableException e) {
      throw new UndecodableException(Pointers.below("/" + wanted, e.pointer()), e.detail());
    }
  }
}
