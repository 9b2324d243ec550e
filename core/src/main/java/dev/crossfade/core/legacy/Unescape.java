package dev.crossfade.core.legacy;

/** Takes the escapes out of a JSON string, on bytes: JSON inside of JSON may be the whole store. */
final class Unescape {
  private final byte[] bytes;
  private final int to;
  private final String pointer;
  private final JsonSink sink;
  private int at;

  private Unescape(Slice string, String pointer, JsonSink sink) {
    this.bytes = string.bytes();
    this.at = string.from() + 1;
    this.to = string.to() - 1;
    this.pointer = pointer;
    this.sink = sink;
  }

  /**
   * Writes the text of a string that holds JSON.
   *
   * @param string with its quotation marks
   * @param pointer where it stands
   */
  static void to(JsonSink sink, Slice string, String pointer) throws UndecodableException {
    new Unescape(string, pointer, sink).run();
  }

  private void run() throws UndecodableException {
    while (at < to) {
      byte one = bytes[at++];
      if (one != '\\') {
        sink.put(one);
        continue;
      }
      int escaped = at < to ? bytes[at++] : -1;
      switch (escaped) {
        case '"', '\\', '/' -> sink.put(escaped);
        case 'b' -> sink.put('\b');
        case 'f' -> sink.put('\f');
        case 'n' -> sink.put('\n');
        case 'r' -> sink.put('\r');
        case 't' -> sink.put('\t');
        case 'u' -> unit(hex());
        default -> throw broken();
      }
    }
  }

  private void unit(int unit) throws UndecodableException {
    char c = (char) unit;
    if (!Character.isSurrogate(c)) {
      sink.codePoint(unit);
      return;
    }
    if (Character.isHighSurrogate(c) && at + 1 < to && bytes[at] == '\\' && bytes[at + 1] == 'u') {
      int back = at;
      at += 2;
      char low = (char) hex();
      if (Character.isLowSurrogate(low)) {
        sink.codePoint(Character.toCodePoint(c, low));
        return;
      }
      at = back;
    }
    if (sink.last() == '\\') {
      // Behind a backslash the escape would read as something else.
      throw broken();
    }
    // UTF-8 cannot hold it. In the JSON inside it can only stand in a string, where it is equal.
    sink.unit(unit);
  }

  private int hex() throws UndecodableException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < to ? Character.digit(bytes[at++], 16) : -1;
      if (digit < 0) {
        throw broken();
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private UndecodableException broken() {
    return new UndecodableException(pointer, "The string is broken at an escape.");
  }
}
