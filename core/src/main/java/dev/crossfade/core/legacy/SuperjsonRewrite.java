package dev.crossfade.core.legacy;

import dev.crossfade.core.legacy.SuperjsonNotes.Place;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Writes superjson's JSON anew, with each noted type in its plain form. Used once. */
final class SuperjsonRewrite {
  /** Each Map is looked through twice, and so is every one inside it. */
  private static final int MAX_MAPS = 8;

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

  private final JsonSink sink;
  private int maps;
  private int done;

  private SuperjsonRewrite(int expected) {
    this.sink = new JsonSink(expected);
  }

  static Slice of(Slice json, SuperjsonNotes notes) throws UndecodableException {
    SuperjsonRewrite rewrite = new SuperjsonRewrite(json.length());
    rewrite.value(new Cursor(StoreReader.open(json), ""), notes.root());
    if (rewrite.done < notes.typed()) {
      throw new UndecodableException("", "superjson's meta names a place that is not in json.");
    }
    return rewrite.sink.all();
  }

  /** A reader, and where its value lies. */
  private record Cursor(StoreReader reader, String base) {
    boolean at(JsonToken token) {
      return reader.at(token);
    }

    UndecodableException broken(String detail) {
      return new UndecodableException(base + reader.pointer(), detail);
    }
  }

  private void value(Cursor cursor, @Nullable Place place) throws UndecodableException {
    if (place == null || place.isPlain()) {
      sink.put(cursor.reader.skip());
      return;
    }
    if (place.reference && place.type == null && cursor.at(JsonToken.VALUE_NULL)) {
      throw cursor.broken("superjson left out a value here that stands elsewhere too.");
    }
    if (place.type == null) {
      inside(cursor, place);
      return;
    }
    done++;
    switch (place.type) {
      case UNDEFINED -> sink.ascii("null");
      case BIGINT -> bigint(cursor);
      case NUMBER -> number(cursor);
      case SET -> set(cursor, place);
      case MAP -> map(cursor, place);
    }
  }

  private void inside(Cursor cursor, Place place) throws UndecodableException {
    if (cursor.at(JsonToken.START_OBJECT)) {
      object(cursor, place);
    } else if (cursor.at(JsonToken.START_ARRAY)) {
      array(cursor, place);
    } else {
      sink.put(cursor.reader.skip());
    }
  }

  private void object(Cursor cursor, Place place) throws UndecodableException {
    sink.put('{');
    int opened = sink.length();
    cursor.reader.members(
        name -> {
          Place inner = place.at(name);
          if (inner != null && inner.type == SuperjsonNotes.Type.UNDEFINED) {
            done++;
            return;
          }
          sink.separate(opened);
          sink.name(name);
          value(cursor, inner);
        });
    sink.put('}');
  }

  private void array(Cursor cursor, Place place) throws UndecodableException {
    sink.put('[');
    int opened = sink.length();
    cursor.reader.elements(
        i -> {
          sink.separate(opened);
          value(cursor, place.at(Integer.toString(i)));
        });
    sink.put(']');
  }

  private void bigint(Cursor cursor) throws UndecodableException {
    String digits = cursor.at(JsonToken.VALUE_STRING) ? cursor.reader.text() : "";
    if (!INTEGER.matcher(digits).matches()) {
      throw cursor.broken("superjson notes a bigint here, but this is none.");
    }
    sink.ascii(digits);
  }

  private void number(Cursor cursor) throws UndecodableException {
    String text = cursor.at(JsonToken.VALUE_STRING) ? cursor.reader.text() : "";
    switch (text) {
      case "-0" -> sink.ascii("-0");
      case "NaN", "Infinity", "-Infinity" -> sink.ascii("null");
      default -> throw cursor.broken("superjson notes a special number here, but this is none.");
    }
  }

  private void set(Cursor cursor, Place place) throws UndecodableException {
    if (!cursor.at(JsonToken.START_ARRAY)) {
      throw cursor.broken("superjson notes a Set here, but this is no list.");
    }
    array(cursor, place);
  }

  private void map(Cursor outer, Place place) throws UndecodableException {
    if (++maps > MAX_MAPS) {
      throw outer.broken("Maps are nested deeper than " + MAX_MAPS + " levels.");
    }
    Slice pairs = outer.reader.skip();
    String base = outer.base + outer.reader.pointer();
    Cursor cursor = new Cursor(StoreReader.open(pairs), base);
    if (isNamed(new Cursor(StoreReader.open(pairs), base), place)) {
      named(cursor, place);
    } else {
      array(cursor, place);
    }
    maps--;
  }

  /** Whether all keys are strings; that the Map is one is checked on the way. */
  private static boolean isNamed(Cursor cursor, Place place) throws UndecodableException {
    if (!cursor.at(JsonToken.START_ARRAY)) {
      throw cursor.broken("superjson notes a Map here, but this is no list.");
    }
    boolean[] named = {true};
    cursor.reader.elements(
        i -> {
          if (!cursor.at(JsonToken.START_ARRAY)) {
            throw cursor.broken("superjson notes a Map here, but this is no pair.");
          }
          int[] size = new int[1];
          cursor.reader.elements(
              part -> {
                size[0]++;
                if (part == 0) {
                  Place pair = place.at(Integer.toString(i));
                  Place key = pair == null ? null : pair.at("0");
                  named[0] &=
                      cursor.at(JsonToken.VALUE_STRING) && (key == null || key.type == null);
                }
              });
          if (size[0] != 2) {
            throw cursor.broken("superjson notes a Map here, but this is no pair.");
          }
        });
    return named[0];
  }

  private void named(Cursor cursor, Place place) throws UndecodableException {
    Set<String> keys = new HashSet<>();
    sink.put('{');
    int opened = sink.length();
    cursor.reader.elements(
        i -> {
          Place pair = place.at(Integer.toString(i));
          cursor.reader.elements(
              part -> {
                if (part == 0) {
                  String key = cursor.reader.text();
                  if (!keys.add(key)) {
                    throw cursor.broken("The Map holds a key twice.");
                  }
                  sink.separate(opened);
                  sink.name(key);
                } else {
                  value(cursor, pair == null ? null : pair.at("1"));
                }
              });
        });
    sink.put('}');
  }
}
