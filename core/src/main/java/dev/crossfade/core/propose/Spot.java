package dev.crossfade.core.propose;

import dev.crossfade.core.blueprint.LegacyPlace;
import dev.crossfade.core.json.JsonRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a dump.
 *
 * @param label as a person reads it: the store's key, and the members on the way, with dots between
 * @param place as a blueprint says it; null where it cannot, or where the dump is no browser's
 *     store
 * @param why what speaks for its envelope; null where it has none
 * @param part whether only some of the fields there are meant
 */
record Spot(String label, @Nullable LegacyPlace place, @Nullable String why, boolean part) {

  /** All of a value that the dump does not hold as a raw string. */
  static Spot of(String key) {
    return new Spot(key, null, null, false);
  }

  /** All of what is under a key of a browser's store. */
  static Spot of(String key, List<String> envelope, @Nullable String why) {
    boolean plain = !key.isEmpty() && !key.contains("{") && JsonRules.checkText(key) == null;
    return new Spot(key, plain ? new LegacyPlace(key, envelope, "") : null, why, false);
  }

  /** A member of what is here. */
  Spot member(String name) {
    LegacyPlace inner = null;
    if (place != null && !name.isEmpty() && JsonRules.checkText(name) == null) {
      String step = "/" + name.replace("~", "~0").replace("/", "~1");
      inner = new LegacyPlace(place.key(), place.envelope(), place.at() + step);
    }
    return new Spot(label + "." + name, inner, why, false);
  }

  /** The same where only a part of what is here is meant, which no blueprint can say. */
  Spot inPart() {
    return new Spot(label, null, null, place != null);
  }
}
