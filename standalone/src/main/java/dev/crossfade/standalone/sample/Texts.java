package dev.crossfade.standalone.sample;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Texts within the bounds of a schema and of its columns. */
final class Texts {
  private static final Pattern HOLE = Pattern.compile("\\{[^{}]+}");
  private static final List<String> PARTS =
      List.of("Ada Lovelace", "山田", "0171 2345", "+49-30-1", "Zoë");

  private final Words words;

  Texts(Words words) {
    this.words = words;
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException when the schema asks for what cannot be made up
   */
  String make(JsonNode schema, Limits limits) {
    if (!limits.keys().isEmpty() && (limits.onlyKeys() || !words.chance(5))) {
      return words.pick(limits.keys());
    }
    String format = schema.path("format").asString(limits.type());
    return switch (format) {
      case "email" -> words.email();
      case "uri", "iri", "url", "uri-reference" -> words.url();
      case "uuid" -> words.uuid();
      case "date" -> words.date();
      case "date-time", "timestamptz" -> words.timestamp();
      case "time" -> schema.has("format") ? words.fullTime() : shaped(schema, words.time());
      case "hostname" -> "host-" + words.number(1, 100) + ".example.org";
      case "ipv4" -> "192.0.2." + words.number(1, 255);
      case "" -> plain(schema, limits);
      default -> throw new IllegalArgumentException("no text can be made up for format " + format);
    };
  }

  private String shaped(JsonNode schema, String otherwise) {
    return schema.has("pattern")
        ? PatternText.make(schema.path("pattern").asString(), words)
        : otherwise;
  }

  private String plain(JsonNode schema, Limits limits) {
    int least = least(schema);
    int most = most(schema, limits);
    if (schema.has("pattern")) {
      for (int tries = 0; tries < 100; tries++) {
        String text = PatternText.make(schema.path("pattern").asString(), words);
        int length = text.codePointCount(0, text.length());
        if (length >= least && length <= most) {
          return text;
        }
      }
      throw new IllegalArgumentException(
          "no text of its length can be made up for the pattern " + schema.path("pattern"));
    }
    if (!limits.template().isEmpty() && !words.chance(4)) {
      Matcher holes = HOLE.matcher(limits.template());
      return Words.fitted(
          holes.replaceAll(hole -> Matcher.quoteReplacement(words.pick(PARTS))), least, most);
    }
    if (limits.cutAt() < most && words.chance(20)) {
      return words.filled(Math.max(least, Math.min(most, limits.cutAt() + 1 + words.number(0, 9))));
    }
    return words.text(least, Math.min(most, Math.max(least, limits.cutAt())));
  }

  /** A given text, cut or filled where it must be. */
  String fitted(String text, JsonNode schema, Limits limits) {
    return Words.fitted(text, least(schema), most(schema, limits));
  }

  private static int least(JsonNode schema) {
    return schema.path("minLength").asInt(0);
  }

  private static int most(JsonNode schema, Limits limits) {
    return Math.min(schema.path("maxLength").asInt(20_000), limits.maxLength());
  }
}
