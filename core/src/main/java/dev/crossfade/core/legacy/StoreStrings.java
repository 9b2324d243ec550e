package dev.crossfade.core.legacy;

/** The raw strings of a browser's store as JSON holds them. Pure and thread-safe. */
public final class StoreStrings {
  private StoreStrings() {}

  /**
   * The string without quotation marks and escapes, in UTF-8; where nothing is escaped it is a
   * range of the same bytes. An unpaired surrogate stays escaped: in the JSON that it must stand
   * in, that is the same.
   *
   * @param string a sound JSON string with its quotation marks
   * @throws UndecodableException an unpaired surrogate stands where that is not so
   */
  public static Slice text(Slice string) throws UndecodableException {
    byte[] bytes = string.bytes();
    for (int i = string.from() + 1; i < string.to() - 1; i++) {
      if (bytes[i] == '\\') {
        JsonSink sink = new JsonSink(string.length());
        Unescape.to(sink, string, "");
        return sink.all();
      }
    }
    return new Slice(bytes, string.from() + 1, string.to() - 1);
  }
}
