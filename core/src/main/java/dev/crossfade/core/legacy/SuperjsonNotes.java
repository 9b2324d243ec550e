package dev.crossfade.core.legacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * What superjson noted about the values beside its JSON, as a tree of places; places whose type
 * changes nothing here are left out. Read from {@code meta}:
 *
 * <ul>
 *   <li>{@code values}: a tree {@code [type]} or {@code [type,{path:tree}]} for the whole value, or
 *       {@code {path:tree}}; inner paths begin at the place of their tree.
 *   <li>{@code referentialEqualities}: {@code {path:[path]}}, {@code [[path]]} or {@code
 *       [[path],{path:[path]}]}.
 *   <li>{@code v}: from 1 on a backslash in a path is escaped too, before that only the dot is.
 * </ul>
 */
final class SuperjsonNotes {
  /** Bounds the memory that a hostile store can take. */
  private static final int MAX_PLACES = 250_000;

  /** The types whose JSON is not already what it should be. */
  enum Type {
    UNDEFINED,
    BIGINT,
    NUMBER,
    SET,
    MAP
  }

  /** A place and those below it. */
  static final class Place {
    private @Nullable Map<String, Place> below;
    @Nullable Type type;

    /** Whether the value here also stands elsewhere, and may have been left out. */
    boolean reference;

    @Nullable Place at(String step) {
      return below == null ? null : below.get(step);
    }

    boolean isPlain() {
      return type == null && !reference && below == null;
    }
  }

  private final Place root = new Place();
  private boolean escapedBackslash;
  private int places;
  private int typed;

  /** Reads {@code meta}. */
  static SuperjsonNotes read(Slice meta) throws UndecodableException {
    SuperjsonNotes notes = new SuperjsonNotes();
    notes.escapedBackslash = version(meta) >= 1;
    StoreReader reader = StoreReader.open(meta);
    if (!reader.at(JsonToken.START_OBJECT)) {
      throw broken("meta is no object");
    }
    reader.members(
        name -> {
          if (name.equals("values")) {
            notes.values(reader);
          } else if (name.equals("referentialEqualities")) {
            notes.references(reader);
          }
        });
    return notes;
  }

  /** The place of the whole value. */
  Place root() {
    return root;
  }

  /** How many places have a type. */
  int typed() {
    return typed;
  }

  /** {@code v} may stand behind the paths that it is about. */
  private static int version(Slice meta) throws UndecodableException {
    var found = JsonPlaces.locate(meta, "/v");
    return found.isPresent() && !"0".equals(found.get().text()) ? 1 : 0;
  }

  private void values(StoreReader reader) throws UndecodableException {
    if (reader.at(JsonToken.START_OBJECT)) {
      reader.members(path -> tree(reader, steps(path)));
    } else {
      tree(reader, List.of());
    }
  }

  private void tree(StoreReader reader, List<String> steps) throws UndecodableException {
    if (!reader.at(JsonToken.START_ARRAY)) {
      throw broken("meta.values holds something other than types");
    }
    reader.elements(
        i -> {
          if (i == 0) {
            note(type(reader), steps);
          } else if (i == 1 && reader.at(JsonToken.START_OBJECT)) {
            reader.members(
                path -> {
                  List<String> inner = new ArrayList<>(steps);
                  inner.addAll(steps(path));
                  tree(reader, inner);
                });
          } else {
            throw broken("meta.values holds something other than types");
          }
        });
  }

  private void note(Optional<Type> type, List<String> steps) throws UndecodableException {
    if (type.isEmpty()) {
      return;
    }
    Place place = place(steps);
    if (place.type != null) {
      throw broken("meta.values names a place twice");
    }
    place.type = type.get();
    typed++;
  }

  /** Empty for a type whose JSON stays as it is. */
  private static Optional<Type> type(StoreReader reader) throws UndecodableException {
    String[] names = new String[1];
    boolean composite = reader.at(JsonToken.START_ARRAY);
    if (composite) {
      reader.elements(i -> names[0] = i == 0 ? string(reader) : names[0]);
    } else {
      names[0] = string(reader);
    }
    String name = String.valueOf(names[0]);
    return switch (composite ? "[" + name : name) {
      case "Date", "URL", "regexp", "Error", "[class", "[typed-array" -> Optional.empty();
      case "undefined" -> Optional.of(Type.UNDEFINED);
      case "bigint" -> Optional.of(Type.BIGINT);
      case "number" -> Optional.of(Type.NUMBER);
      case "set" -> Optional.of(Type.SET);
      case "map" -> Optional.of(Type.MAP);
      default -> throw broken("meta.values names a type that is not known here");
    };
  }

  private void references(StoreReader reader) throws UndecodableException {
    if (reader.at(JsonToken.START_OBJECT)) {
      reader.members(
          path -> {
            reference(path);
            paths(reader);
          });
      return;
    }
    if (!reader.at(JsonToken.START_ARRAY)) {
      throw broken("meta.referentialEqualities is neither a list nor an object");
    }
    reader.elements(
        i -> {
          if (i == 0) {
            paths(reader);
          } else {
            references(reader);
          }
        });
  }

  private void paths(StoreReader reader) throws UndecodableException {
    if (!reader.at(JsonToken.START_ARRAY)) {
      throw broken("meta.referentialEqualities holds something other than paths");
    }
    reader.elements(i -> reference(string(reader)));
  }

  private void reference(String path) throws UndecodableException {
    place(steps(path)).reference = true;
  }

  private static String string(StoreReader reader) throws UndecodableException {
    if (!reader.at(JsonToken.VALUE_STRING)) {
      throw broken("meta holds something other than a string");
    }
    return reader.text();
  }

  private Place place(List<String> steps) throws UndecodableException {
    Place place = root;
    for (String step : steps) {
      if (place.below == null) {
        place.below = new HashMap<>(2);
      }
      Place next = place.below.get(step);
      if (next == null) {
        if (++places > MAX_PLACES) {
          throw broken("meta names more than " + MAX_PLACES + " places");
        }
        next = new Place();
        place.below.put(step, next);
      }
      place = next;
    }
    return place;
  }

  /** The names of a path, which dots part. */
  private List<String> steps(String path) throws UndecodableException {
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      char next = i + 1 < path.length() ? path.charAt(i + 1) : 0;
      if (c == '\\' && (next == '.' || (escapedBackslash && next == '\\'))) {
        step.append(next);
        i++;
      } else if (c == '\\' && escapedBackslash) {
        throw broken("meta holds a path with a wrong escape");
      } else if (c == '.') {
        steps.add(step.toString());
        step.setLength(0);
      } else {
        step.append(c);
      }
    }
    steps.add(step.toString());
    if (steps.size() > StoreReader.MAX_DEPTH) {
      throw broken("meta holds a path that is too long");
    }
    return steps;
  }

  /** What was noted is no place in the value, so the whole is meant. */
  private static UndecodableException broken(String what) {
    return new UndecodableException("", "superjson's " + what + ".");
  }
}
