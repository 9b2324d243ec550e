package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a domain's documents hold their record's id.
 *
 * @param parts the fields that make it up; none where the document does not name it
 */
record DocumentIds(IdRule rule, List<Part> parts) {
  /** The id of the only record of a domain. */
  static final String SINGLETON = "singleton";

  /** A field, and how an id stands in it. */
  record Part(FieldPath path, IdForm form) {}

  /** How references spell the ids. */
  IdForm form() {
    return switch (rule) {
      case IdRule.Field field -> parts.getFirst().form();
      case IdRule.Composite composite -> IdForm.COMPOSITE;
      case IdRule.Key key -> IdForm.TEXT;
      case IdRule.Singleton singleton -> IdForm.TEXT;
    };
  }

  /** The one member that holds the id and nothing else, or null. */
  @Nullable FieldPath member() {
    return rule instanceof IdRule.Field ? parts.getFirst().path() : null;
  }

  /** The canonical id that the document says its record has; null where it says none. */
  @Nullable String of(ObjectNode document) {
    return switch (rule) {
      case IdRule.Field field -> read(parts.getFirst(), document);
      case IdRule.Composite composite -> composite(document);
      case IdRule.Key key -> null;
      case IdRule.Singleton singleton -> SINGLETON;
    };
  }

  private @Nullable String composite(ObjectNode document) {
    List<String> texts = new ArrayList<>(parts.size());
    for (Part part : parts) {
      String text = read(part, document);
      if (text == null) {
        return null;
      }
      texts.add(text);
    }
    String id = new String(CanonicalJson.array(texts), StandardCharsets.UTF_8);
    return id.length() > RecordIds.MAX_LENGTH ? null : id;
  }

  private static @Nullable String read(Part part, ObjectNode document) {
    JsonNode value = part.path().find(document);
    return value == null ? null : part.form().read(value);
  }
}
