package dev.crossfade.core.decide;

import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How what a state knows of its sources is stored: a JSON object with a member a source, the bare
 * number where that is all; else an object of {@code n} (the number), {@code at} (the offset) and
 * {@code said} (a digest in base64, or true where it is the state's own).
 */
public final class KnownText {
  private KnownText() {}

  /** What a state knows, as text. */
  public static String write(RecordState state) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(state.reflects())
        .forEach(
            (source, known) -> {
              if (known.unnumbered() == Known.NONE && known.said() == null) {
                all.put(source, known.sequence());
              } else {
                write(all.putObject(source), known, state.digest());
              }
            });
    return Json.MAPPER.writeValueAsString(all);
  }

  private static void write(ObjectNode to, Known known, @Nullable Digest is) {
    if (known.sequence() > 0) {
      to.put("n", known.sequence());
    }
    if (known.unnumbered() != Known.NONE) {
      to.put("at", known.unnumbered());
    }
    Digest said = known.said();
    if (said != null && said.equals(is)) {
      to.put("said", true);
    } else if (said != null) {
      to.put("said", Base64.getUrlEncoder().withoutPadding().encodeToString(said.bytes()));
    }
  }

  /**
   * The inverse.
   *
   * @param is the digest of the state
   */
  public static Map<String, Known> read(String text, @Nullable Digest is) {
    Map<String, Known> all = new HashMap<>();
    for (var member : Json.MAPPER.readTree(text).properties()) {
      JsonNode known = member.getValue();
      all.put(
          member.getKey(),
          known.isNumber()
              ? new Known(known.longValue(), Known.NONE, null)
              : new Known(
                  known.path("n").longValue(0),
                  known.path("at").longValue(Known.NONE),
                  said(known.get("said"), is)));
    }
    return all;
  }

  private static @Nullable Digest said(@Nullable JsonNode said, @Nullable Digest is) {
    if (said == null) {
      return null;
    }
    return said.isBoolean() ? is : Digest.stored(Base64.getUrlDecoder().decode(said.stringValue()));
  }
}
