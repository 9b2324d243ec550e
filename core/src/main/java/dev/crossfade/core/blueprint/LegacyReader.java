package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads where a domain's records lie in the legacy store. */
final class LegacyReader {
  private static final String FORM =
      "must be a place in the store, like {key: todo-store, envelope: [zustand], at: /todos}, or a"
          + " list of such places.";
  private static final Pattern OTHER_NAME = Pattern.compile("\\{\\s*[A-Za-z_]*\\s*}");

  private final Section domain;
  private final Collection<String> decoders;

  /**
   * @param decoders the names that an envelope can have
   */
  LegacyReader(Section domain, Collection<String> decoders) {
    this.domain = domain;
    this.decoders = decoders;
  }

  /** The places that could be read, in written order; what is wrong is told. */
  List<LegacyEntry> read(@Nullable IdRule rule) {
    List<LegacyEntry> entries = new ArrayList<>();
    JsonNode written = domain.get("legacy");
    if (written instanceof ObjectNode object) {
      place(domain.child("legacy", object), rule, entries);
    } else if (written instanceof ArrayNode list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        String member = "legacy[" + i + "]";
        if (list.get(i) instanceof ObjectNode object) {
          place(domain.child(member, object), rule, entries);
        } else {
          domain.problem(member, "must be a place in the store, like {key: todos}.");
        }
      }
    } else if (written != null) {
      domain.problem("legacy", FORM);
    }
    return entries;
  }

  private void place(Section section, @Nullable IdRule rule, List<LegacyEntry> entries) {
    String key = key(section, rule);
    List<String> envelope = envelope(section);
    String at = at(section);
    section.refuseUnknown();
    if (key != null && envelope != null && at != null) {
      entries.add(new LegacyEntry(new LegacyPlace(key, envelope, at), section));
    }
  }

  private static @Nullable String key(Section section, @Nullable IdRule rule) {
    String key =
        section.requiredText("key", "the key in localStorage, exact, or with {id} like task:{id}.");
    if (key == null) {
      return null;
    }
    int id = key.indexOf(LegacyPlace.ID);
    String rest = key.replace(LegacyPlace.ID, "");
    if (key.isEmpty()) {
      section.problem("key", "is empty: write the key in localStorage.");
    } else if (id != key.lastIndexOf(LegacyPlace.ID)) {
      section.problem("key", "has {id} more than once, so it cannot be told where the id ends.");
    } else if (OTHER_NAME.matcher(rest).find()) {
      section.problem("key", "can only have {id} in braces: it stands for the record's id.");
    } else if (id >= 0 && rest.isEmpty()) {
      section.problem("key", "would claim each key of the store: write what stands beside {id}.");
    } else if (id >= 0 && rule instanceof IdRule.Singleton) {
      section.problem("key", "cannot have {id}: of a singleton there is one record.");
    } else {
      return key;
    }
    return null;
  }

  /** A list of names; a single one may stand without it. */
  private @Nullable List<String> envelope(Section section) {
    JsonNode written = section.get("envelope");
    List<String> names = new ArrayList<>();
    if (written == null) {
      return names;
    }
    List<JsonNode> values = written.isArray() ? written.valueStream().toList() : List.of(written);
    boolean sound = true;
    for (JsonNode value : values) {
      String name = value.asString("");
      if (!value.isString()) {
        section.problem(
            "envelope", "must be names of decoders from the outside in, like [zustand].");
        return null;
      }
      if (!decoders.contains(name)) {
        section.problem(
            "envelope", "no decoder is called \"" + name + "\"" + DidYouMean.hint(name, decoders));
        sound = false;
      }
      names.add(name);
    }
    return sound ? names : null;
  }

  private static @Nullable String at(Section section) {
    if (section.get("at") == null) {
      return "";
    }
    String at = section.text("at");
    if (at != null && !at.isEmpty() && FieldPath.parse(at) == null) {
      section.problem(
          "at",
          "\"" + at + "\" is no way to a place: write /todos, or leave it out for the whole.");
      return null;
    }
    return at;
  }
}
