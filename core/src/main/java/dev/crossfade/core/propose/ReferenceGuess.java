package dev.crossfade.core.propose;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.propose.Profile.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the fields that hold ids of other records, by their names and by their values. */
final class ReferenceGuess {
  private static final Pattern NAME = Pattern.compile("(.+?)(?:_id|Id|ID)");

  private final Map<String, Set<String>> ids = new LinkedHashMap<>();
  private final Map<String, DomainDraft.Source> sources = new HashMap<>();

  /** Which domain's rows need which others' first. */
  private final Map<String, Set<String>> needs = new HashMap<>();

  ReferenceGuess(List<DomainDraft.Source> all) {
    for (DomainDraft.Source source : all) {
      sources.put(source.name(), source);
      if (!source.found().single()) {
        Set<String> known = new HashSet<>();
        source.id().ids().forEach(id -> known.add(id.toLowerCase(Locale.ROOT)));
        ids.put(source.name(), known);
      }
    }
  }

  /**
   * A reference.
   *
   * @param spec as a blueprint writes it
   */
  record Reference(ObjectNode spec, String note) {}

  /** The reference that a field is; null when it is none. Asked once a field. */
  @Nullable Reference of(String domain, Leaf leaf, List<ObjectNode> records) {
    Matcher name = NAME.matcher(leaf.name());
    boolean text = leaf.profile().only(Kind.STRING);
    if (!name.matches() || !(text || leaf.profile().only(Kind.INTEGER))) {
      return null;
    }
    Set<String> values = values(leaf, records);
    String target = name.group(1).equals("parent") ? domain : byName(name.group(1));
    boolean named = target != null;
    if (target == null) {
      target = byValues(values, text);
    }
    if (target == null || !ids.containsKey(target) || isNumbered(target) == text) {
      return null;
    }
    Set<String> known = ids.getOrDefault(target, Set.of());
    long there = values.stream().filter(known::contains).count();
    if (there * 2 < values.size()) {
      return null;
    }
    ObjectNode spec = Json.MAPPER.createObjectNode();
    spec.put("from", leaf.pointer()).put("reference", target);
    String by = named ? "by its name and values" : "by its values alone";
    if (there < values.size()) {
      spec.put("missing", "unchecked");
      return new Reference(
          spec,
          "a reference, %s; %d of %d ids are not in the dump"
              .formatted(by, values.size() - there, values.size()));
    }
    boolean circle = !target.equals(domain) && reaches(target, domain);
    spec.put("missing", circle ? "null" : "park").put("onDelete", circle ? "null" : "park");
    needs.computeIfAbsent(domain, d -> new LinkedHashSet<>()).add(target);
    return new Reference(
        spec, circle ? "a reference, " + by + "; it closes a circle" : "a reference, " + by);
  }

  private boolean isNumbered(String domain) {
    DomainDraft.Source source = sources.get(domain);
    String field = source == null ? null : source.id().field();
    Profile profile =
        source == null || field == null ? null : source.profile().members().get(field);
    return profile != null && profile.only(Kind.INTEGER);
  }

  private @Nullable String byName(String stem) {
    String sound = Words.sound(stem);
    for (String domain : ids.keySet()) {
      if (Words.sound(domain).equals(sound)) {
        return domain;
      }
    }
    return null;
  }

  /** Not another domain's: what holds such an id refers to that one. */
  private boolean hasOwnIds(String domain) {
    DomainDraft.Source source = sources.get(domain);
    return source != null && source.id().why() == null;
  }

  /** Small numbers are ids of everything, so only texts tell. */
  private @Nullable String byValues(Set<String> values, boolean text) {
    List<String> holding =
        ids.entrySet().stream()
            .filter(domain -> hasOwnIds(domain.getKey()) && domain.getValue().containsAll(values))
            .map(Map.Entry::getKey)
            .toList();
    return text && holding.size() == 1 && !values.isEmpty() ? holding.getFirst() : null;
  }

  private static Set<String> values(Leaf leaf, List<ObjectNode> records) {
    Set<String> values = new HashSet<>();
    for (ObjectNode record : records) {
      JsonNode value = leaf.in(record);
      if (value != null && !value.isNull()) {
        values.add(value.asString().toLowerCase(Locale.ROOT));
      }
    }
    return values;
  }

  private boolean reaches(String from, String to) {
    Deque<String> open = new ArrayDeque<>(List.of(from));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String here = open.pop();
      if (here.equals(to)) {
        return true;
      }
      if (seen.add(here)) {
        open.addAll(needs.getOrDefault(here, Set.of()));
      }
    }
    return false;
  }
}
