package dev.crossfade.core.legacy;

import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Document.NotAnObjectException;
import dev.crossfade.core.json.JsonRules;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/** The records of a collection, one after the other. Pure and thread-safe. */
public final class LegacyRecords {
  private LegacyRecords() {}

  /** An element of a collection. */
  public sealed interface Element {
    /** Where it lies, for people: RFC 6901, below the collection. */
    String pointer();

    /** The name it is kept under, exactly; null in a list, and of a single record. */
    @Nullable String key();
  }

  /**
   * A record.
   *
   * @param document its bytes as the store holds them
   */
  public record Legible(String pointer, @Nullable String key, Document document)
      implements Element {}

  /**
   * An element that is no record.
   *
   * @param pointer to what is wrong in it
   * @param detail a sentence without data
   */
  public record Illegible(String pointer, @Nullable String key, String detail) implements Element {}

  /**
   * Hands over each element of a list, or each member of an object, in the order of the store.
   *
   * @throws UndecodableException it is neither, or the JSON is broken; elements before that were
   *     handed over
   */
  public static void each(Slice collection, Consumer<? super Element> consumer)
      throws UndecodableException {
    StoreReader reader = StoreReader.open(collection);
    if (reader.at(JsonToken.START_ARRAY)) {
      reader.elements(i -> consumer.accept(element(Pointers.child("", i), null, reader.skip())));
    } else if (reader.at(JsonToken.START_OBJECT)) {
      reader.members(
          name -> consumer.accept(element(Pointers.child("", name), name, reader.skip())));
    } else {
      throw new UndecodableException("", "This is neither a list nor an object of records.");
    }
    reader.end();
  }

  /** The value as the one record that it is. */
  public static Element single(Slice record) {
    return element("", null, record);
  }

  private static Element element(String pointer, @Nullable String key, Slice value) {
    try {
      Document document = Document.parse(value.copy());
      for (var violation : JsonRules.check(document.tree())) {
        return new Illegible(
            pointer + violation.pointer(), key, "The value " + violation.detail() + ".");
      }
      return new Legible(pointer, key, document);
    } catch (NotAnObjectException e) {
      return new Illegible(pointer, key, "A record is a JSON object.");
    } catch (StreamConstraintsException e) {
      return new Illegible(pointer, key, "The record breaks a limit on nesting, names or numbers.");
    } catch (JacksonException e) {
      return new Illegible(pointer, key, "The record is no sound JSON.");
    }
  }
}
