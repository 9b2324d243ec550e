package dev.crossfade.core.legacy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * localForage's localStorage driver: JSON, or {@code __lfsc__:}, four letters for a type, and
 * base64. A typed array becomes a list of numbers, in which NaN and the infinities are null; an
 * ArrayBuffer becomes {@code {"type":"ArrayBuffer","base64":…}}, a Blob {@code
 * {"type":"Blob","mediaType":…,"base64":…}}.
 */
final class LocalForageDecoder implements StoreDecoder {
  private static final byte[] MARK = "__lfsc__:".getBytes(StandardCharsets.US_ASCII);
  private static final int TYPE_LENGTH = 4;
  private static final byte[] BLOB_TYPE =
      "~~local_forage_type~".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return "localforage";
  }

  @Override
  public @Nullable String detect(String key, byte[] raw) {
    if (startsWith(Slice.of(raw), MARK)) {
      return "It begins with __lfsc__:, as localForage writes binary values.";
    }
    if (key.startsWith("localforage/") && Outline.isJson(raw)) {
      return "The key begins with localforage/, localForage's default name.";
    }
    return null;
  }

  @Override
  public Slice decode(Slice raw) throws UndecodableException {
    if (!startsWith(raw, MARK)) {
      return Inside.whole(raw);
    }
    int start = raw.from() + MARK.length + TYPE_LENGTH;
    if (start > raw.to()) {
      throw new UndecodableException("", "The type behind __lfsc__: is cut off.");
    }
    String type =
        new String(raw.bytes(), start - TYPE_LENGTH, TYPE_LENGTH, StandardCharsets.ISO_8859_1);
    Slice rest = new Slice(raw.bytes(), start, raw.to());
    return switch (type) {
      case "arbf" -> buffer(rest);
      case "blob" -> blob(rest);
      default -> numbers(ElementType.coded(type), rest);
    };
  }

  /** The elements of a typed array. Browsers write them in the machine's order: little endian. */
  private enum ElementType {
    SI08(1),
    UI08(1),
    UIC8(1),
    SI16(2),
    SI32(4),
    UR16(2),
    UI32(4),
    FL32(4),
    FL64(8);

    private final int size;

    ElementType(int size) {
      this.size = size;
    }

    static ElementType coded(String code) throws UndecodableException {
      for (ElementType type : values()) {
        if (type.name().toLowerCase(Locale.ROOT).equals(code)) {
          return type;
        }
      }
      throw new UndecodableException("", "The type behind __lfsc__: is unknown.");
    }

    String next(ByteBuffer bytes) {
      return switch (this) {
        case SI08 -> Integer.toString(bytes.get());
        case UI08, UIC8 -> Integer.toString(Byte.toUnsignedInt(bytes.get()));
        case SI16 -> Integer.toString(bytes.getShort());
        case UR16 -> Integer.toString(Short.toUnsignedInt(bytes.getShort()));
        case SI32 -> Integer.toString(bytes.getInt());
        case UI32 -> Integer.toUnsignedString(bytes.getInt());
        case FL32 -> number(bytes.getFloat());
        case FL64 -> number(bytes.getDouble());
      };
    }

    private static String number(double value) {
      return Double.isFinite(value) ? Double.toString(value) : "null";
    }
  }

  private static Slice numbers(ElementType type, Slice base64) throws UndecodableException {
    ByteBuffer bytes = decoded(base64).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() % type.size != 0) {
      throw new UndecodableException("", "The last number of the typed array is cut off.");
    }
    JsonSink sink = new JsonSink(base64.length());
    sink.put('[');
    while (bytes.hasRemaining()) {
      sink.separate(1);
      sink.ascii(type.next(bytes));
    }
    sink.put(']');
    return sink.all();
  }

  private static Slice buffer(Slice base64) throws UndecodableException {
    return binary("ArrayBuffer", Optional.empty(), base64);
  }

  /** Blobs of old versions have no media type. */
  private static Slice blob(Slice rest) throws UndecodableException {
    if (!startsWith(rest, BLOB_TYPE)) {
      return binary("Blob", Optional.empty(), rest);
    }
    int from = rest.from() + BLOB_TYPE.length;
    int end = from;
    while (end < rest.to() && rest.bytes()[end] != '~') {
      end++;
    }
    if (end == rest.to()) {
      throw new UndecodableException("/mediaType", "The Blob's type is cut off.");
    }
    String mediaType = new Slice(rest.bytes(), from, end).text();
    if (mediaType == null) {
      throw new UndecodableException("/mediaType", "The value is not UTF-8.");
    }
    return binary("Blob", Optional.of(mediaType), new Slice(rest.bytes(), end + 1, rest.to()));
  }

  private static Slice binary(String type, Optional<String> mediaType, Slice base64)
      throws UndecodableException {
    decoded(base64);
    JsonSink sink = new JsonSink(base64.length() + 100);
    sink.put('{');
    sink.name("type");
    sink.string(type);
    if (mediaType.isPresent()) {
      sink.put(',');
      sink.name("mediaType");
      sink.string(mediaType.get());
    }
    sink.put(',');
    sink.name("base64");
    sink.string(base64);
    sink.put('}');
    return sink.all();
  }

  private static ByteBuffer decoded(Slice base64) throws UndecodableException {
    if (base64.length() % 4 != 0) {
      throw new UndecodableException("", "The base64 is cut off.");
    }
    try {
      return Base64.getDecoder()
          .decode(ByteBuffer.wrap(base64.bytes(), base64.from(), base64.length()));
    } catch (IllegalArgumentException e) {
      throw new UndecodableException("", "The value is no base64.");
    }
  }

  private static boolean startsWith(Slice slice, byte[] prefix) {
    return slice.length() >= prefix.length
        && Arrays.mismatch(
                slice.bytes(), slice.from(), slice.from() + prefix.length, prefix, 0, prefix.length)
            < 0;
  }
}
