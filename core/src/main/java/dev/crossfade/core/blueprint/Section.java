package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object of a blueprint while it is read: hands out its members by name and type, and tells what
 * is missing, of the wrong type, or unknown.
 */
final class Section {
  private final ProblemList problems;
  private final String file;
  private final String path;
  private final ObjectNode node;
  private final Set<String> known = new LinkedHashSet<>();

  Section(ProblemList problems, String file, String path, ObjectNode node) {
    this.problems = problems;
    this.file = file;
    this.path = path;
    this.node = node;
  }

  String path(String member) {
    return path.isEmpty() ? member : path + "." + member;
  }

  /** Tells a problem with a member. */
  void problem(String member, String sentence) {
    problems.add(file, path(member), sentence);
  }

  /** Tells a problem with the section as a whole. */
  void problem(String sentence) {
    problems.add(file, path, sentence);
  }

  boolean has(String member) {
    return node.has(member);
  }

  /** The member, or null when it is absent or null. */
  @Nullable JsonNode get(String member) {
    known.add(member);
    JsonNode value = node.get(member);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String text(String member) {
    JsonNode value = get(member);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      problem(member, "must be a text; put it in quotes if it looks like a number.");
      return null;
    }
    return value.stringValue();
  }

  /**
   * @param why what the member is for, to be told when it is missing
   */
  @Nullable String requiredText(String member, String why) {
    return missing(member, why) ? null : text(member);
  }

  @Nullable Integer requiredInt(String member, String why) {
    if (missing(member, why)) {
      return null;
    }
    JsonNode value = get(member);
    if (value == null || !value.isInt()) {
      problem(member, "must be a whole number.");
      return null;
    }
    return value.intValue();
  }

  boolean flag(String member, boolean absent) {
    JsonNode value = get(member);
    if (value != null && !value.isBoolean()) {
      problem(member, "must be true or false.");
      return absent;
    }
    return value == null ? absent : value.booleanValue();
  }

  @Nullable Section requiredSection(String member, String why) {
    if (missing(member, why)) {
      return null;
    }
    return get(member) instanceof ObjectNode object
        ? new Section(problems, file, path(member), object)
        : wrong(member, "must be a mapping of names to values.");
  }

  /** The objects of a list; each is called by its name where it has one. */
  List<Section> requiredSections(String member, String why) {
    List<Section> sections = new ArrayList<>();
    if (missing(member, why)) {
      return sections;
    }
    JsonNode list = get(member);
    if (list == null || !list.isArray() || list.isEmpty()) {
      problem(member, "must be a list with at least one entry, each beginning with \"- name:\".");
      return sections;
    }
    for (int i = 0; i < list.size(); i++) {
      String label = path(member) + "[" + i + "]";
      if (list.get(i) instanceof ObjectNode object) {
        JsonNode name = object.get("name");
        boolean named = name != null && name.isString();
        sections.add(
            new Section(
                problems, file, named ? path(member) + "." + name.stringValue() : label, object));
      } else {
        problems.add(file, label, "must be a mapping that begins with \"- name:\".");
      }
    }
    return sections;
  }

  /** All members, as sections of their own where they are objects. */
  Map<String, JsonNode> members() {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    known.addAll(members.keySet());
    return members;
  }

  Section child(String member, ObjectNode object) {
    return new Section(problems, file, path(member), object);
  }

  /** Tells the members that nobody asked for. To be called last. */
  void refuseUnknown() {
    for (String member : node.propertyNames()) {
      if (!known.contains(member)) {
        problem(member, "is not known here" + DidYouMean.hint(member, known));
      }
    }
  }

  private boolean missing(String member, String why) {
    if (get(member) == null) {
      problem(member, "is missing: " + why);
      return true;
    }
    return false;
  }

  private @Nullable Section wrong(String member, String sentence) {
    problem(member, sentence);
    return null;
  }
}
