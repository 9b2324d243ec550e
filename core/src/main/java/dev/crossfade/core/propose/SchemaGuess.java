package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.propose.Profile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema of what was seen, with room for what was not. */
final class SchemaGuess {
  private static final Pattern CHOSEN =
      Pattern.compile(
          "(^|.*_)(status|state|type|kind|role|level|priority|mode|category|theme|plan|tier)$");
  private static final int MAX_CHOICES = 8;
  private static final int SEEN_OFTEN = 3;
  private static final int MAX_DEPTH = 8;

  private SchemaGuess() {}

  /** Whether a text field clearly has a few values only. */
  static boolean isEnum(String name, Profile profile) {
    int choices = profile.distinct().size();
    return profile.has(TextForm.WORD)
        && !profile.varies()
        && choices > 1
        && choices <= MAX_CHOICES
        && profile.values() >= SEEN_OFTEN * choices
        && CHOSEN.matcher(Words.snake(name)).matches();
  }

  /** The schema of a field that has a column of this type. */
  static ObjectNode of(Leaf leaf, TypeGuess type) {
    ObjectNode schema = types(leaf.profile(), type);
    Profile profile = leaf.profile();
    if (!profile.only(Kind.STRING)) {
      return schema;
    }
    if (isEnum(leaf.name(), profile)) {
      ArrayNode choices = schema.putArray("enum");
      profile.distinct().stream().sorted().forEach(choices::add);
      if (profile.hasNulls()) {
        choices.addNull();
      }
      return schema;
    }
    switch (type.type()) {
      case "date" -> schema.put("format", "date");
      case "timestamptz" -> schema.put("format", "date-time");
      case "uuid" -> schema.put("format", "uuid");
      default -> {
        if (profile.has(TextForm.EMAIL) && leaf.name().toLowerCase(Locale.ROOT).contains("mail")) {
          schema.put("format", "email");
        }
        int length = type.type().startsWith("text(") ? TypeGuess.roomFor(profile.longest()) : 0;
        if (length > 0) {
          schema.put("maxLength", length);
        }
      }
    }
    return schema;
  }

  /** Only the types that were seen, of what lies within too. */
  static ObjectNode types(Profile profile, TypeGuess type) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    List<String> names = new ArrayList<>();
    boolean fraction = profile.kinds().contains(Kind.NUMBER) || type.type().startsWith("numeric");
    for (Kind kind : profile.kinds()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      if (kind != Kind.INTEGER || !fraction) {
        names.add(name);
      } else if (!profile.kinds().contains(Kind.NUMBER)) {
        names.add("number");
      }
    }
    if (profile.hasNulls() && !names.isEmpty()) {
      names.add("null");
    }
    if (names.size() == 1) {
      schema.put("type", names.getFirst());
    } else if (!names.isEmpty()) {
      ArrayNode union = schema.putArray("type");
      names.forEach(union::add);
    }
    within(schema, profile, 0);
    return schema;
  }

  private static void within(ObjectNode schema, Profile profile, int depth) {
    Profile elements = profile.elements();
    if (depth < MAX_DEPTH && elements != null && elements.seen() > 0) {
      schema.set("items", inner(elements, depth + 1));
    }
    if (depth < MAX_DEPTH
        && profile.only(Kind.OBJECT)
        && profile.members().size() <= MAX_CHOICES * 2) {
      ObjectNode properties = Json.MAPPER.createObjectNode();
      for (Map.Entry<String, Profile> member : profile.members().entrySet()) {
        if (Leaves.isUsable(member.getKey())) {
          properties.set(member.getKey(), inner(member.getValue(), depth + 1));
        }
      }
      if (!properties.isEmpty()) {
        schema.set("properties", properties);
      }
    }
  }

  private static ObjectNode inner(Profile profile, int depth) {
    TypeGuess any = new TypeGuess("jsonb", null, null);
    ObjectNode schema = Json.MAPPER.createObjectNode();
    ObjectNode types = types(profile, any);
    if (types.has("type")) {
      schema.set("type", types.get("type"));
    }
    within(schema, profile, depth);
    return schema;
  }
}
