package dev.crossfade.core.legacy;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Libraries that write a string as it is and everything else as JSON. The two cannot be told apart
 * in every case, so what begins like an object or a list must be one, what reads as a number, true,
 * false or (where a library writes it) null is taken for that, and all else is a string: {@code
 * "x"} with its quotation marks is a string of three characters.
 */
final class BareTextDecoder implements StoreDecoder {
  private final String name;
  private final boolean numbers;
  private final boolean nulls;

  private BareTextDecoder(String name, boolean numbers, boolean nulls) {
    this.name = name;
    this.numbers = numbers;
    this.nulls = nulls;
  }

  /**
   * VueUse's useStorage: no JSON for a string, number or boolean; a Date is its ISO string, a Set a
   * list, a Map a list of pairs. A null is never written: the entry is removed.
   */
  static StoreDecoder vueuse() {
    return new BareTextDecoder("vueuse", true, false);
  }

  /** ngrx-store-localstorage: a slice that is a string as it is, every other one as JSON. */
  static StoreDecoder ngrx() {
    return new BareTextDecoder("ngrx", true, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    return null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    int first = raw.length() == 0 ? -1 : raw.bytes()[raw.from()];
    if (first == '{' || first == '[') {
      return Inside.whole(raw);
    }
    if (isScalar(raw)) {
      return raw;
    }
    if (raw.text() == null) {
      throw new UndecodableException("", "The value is not UTF-8.");
    }
    JsonSink sink = new JsonSink(raw.length() + 2);
    sink.string(raw);
    return sink.all();
  }

  private boolean isScalar(Slice raw) {
    try {
      Slice value = Inside.whole(raw);
      JsonToken token = StoreReader.open(value).token();
      return value.length() == raw.length()
          && switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> true;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers;
            case VALUE_NULL -> nulls;
            default -> false;
          };
    } catch (UndecodableException e) {
      return false;
    }
  }
}
