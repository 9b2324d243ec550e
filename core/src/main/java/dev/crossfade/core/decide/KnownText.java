package dev.crossfade.core.decide;

import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How what a state knows of its sources is stored: a JSON object with a member a source, the bare
 * number where that is all; else an object of {@code n} (the number), {@code at} (the offset),
 * {@code said} (a digest in base64, or true where it is the state's own), {@code w} (the offset of
 * what waits, or an array of that and the fields) and {@code b} (the offset that its writer is
 * blind behind, or an array of that and the one that it had seen).
 */
public final class KnownText {
  private KnownText() {}

  /** What a state knows, as text. */
  public static String write(RecordState state) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(state.reflects())
        .forEach(
            (source, known) -> {
              if (known.unnumbered() == Known.NONE
                  && known.said() == null
                  && known.waiting() == null
                  && known.blind() == null) {
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
    Known.Waiting waiting = known.waiting();
    if (waiting != null && waiting.fields().isEmpty()) {
      to.put("w", waiting.offset());
    } else if (waiting != null) {
      ArrayNode list = to.putArray("w").add(waiting.offset());
      waiting.fields().forEach(list::add);
    }
    Known.Blind blind = known.blind();
    if (blind != null && blind.seen() == Known.NONE) {
      to.put("b", blind.offset());
    } else if (blind != null) {
      to.putArray("b").add(blind.offset()).add(blind.seen());
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
              ? new Known(known.longValue(), Known.NONE, null, null, null)
              : new Known(
                  known.path("n").longValue(0),
                  known.path("at").longValue(Known.NONE),
                  said(known.get("said"), is),
                  waiting(known.get("w")),
                  blind(known.get("b"))));
    }
    return all;
  }

  private static Known.@Nullable Waiting waiting(@Nullable JsonNode waiting) {
    if (waiting == null) {
      return null;
    }
    if (waiting.isNumber()) {
      return new Known.Waiting(waiting.longValue(), List.of());
    }
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < waiting.size(); i++) {
      fields.add(waiting.get(i).stringValue());
    }
    return new Known.Waiting(waiting.get(0).longValue(), fields);
  }

  private static Known.@Nullable Blind blind(@Nullable JsonNode blind) {
    if (blind == null) {
      return null;
    }
    return blind.isNumber()
        ? new Known.Blind(blind.longValue(), Known.NONE)
        : new Known.Blind(blind.get(0).longValue(), blind.get(1).longValue());
  }

  private static @Nullable Digest said(@Nullable JsonNode said, @Nullable Digest is) {
    if (said == null) {
      return null;
    }
    return said.isBoolean() ? is : Digest.stored(Base64.getUrlDecoder().decode(said.stringValue()));
  }
}
