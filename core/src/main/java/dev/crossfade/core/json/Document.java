package dev.crossfade.core.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record's data in the legacy shape: the bytes exactly as they were sent, and their tree, parsed
 * once. Treat both as immutable. Two documents are equal when their values are. Not thread-safe
 * before {@link #digest()} was called once.
 */
public final class Document {
  private final byte[] bytes;
  private final ObjectNode tree;
  private @Nullable Digest digest;

  private Document(byte[] bytes, ObjectNode tree) {
    this.bytes = bytes;
    this.tree = tree;
  }

  /** A document whose bytes were parsed already, as part of something larger. */
  public static Document parsed(byte[] bytes, ObjectNode tree) {
    return new Document(bytes, tree);
  }

  /**
   * Parses, strictly ({@link Json}). Every fault is a {@link JacksonException}; {@link
   * NotAnObjectException} where it is other JSON.
   */
  public static Document parse(byte[] bytes) {
    JsonNode tree = Json.parse(bytes);
    if (tree instanceof ObjectNode object) {
      return new Document(bytes, object);
    }
    throw new NotAnObjectException();
  }

  /**
   * Parses what was written here. It may nest deeper than what is received: what was made of an
   * older record, for one.
   */
  public static Document stored(byte[] bytes) {
    return new Document(bytes, (ObjectNode) Json.STORED.readTree(bytes));
  }

  /** A document made here rather than received. */
  public static Document of(ObjectNode tree) {
    return new Document(Json.MAPPER.writeValueAsBytes(tree), tree);
  }

  /** The bytes as they were sent; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** The parsed bytes; not a copy. */
  public ObjectNode tree() {
    return tree;
  }

  /** The digest of the canonical form. */
  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      known = Digest.of(tree);
      digest = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Document document && digest().equals(document.digest());
  }

  @Override
  public int hashCode() {
    return digest().hashCode();
  }

  /** Shows no data: documents must not reach a log. */
  @Override
  public String toString() {
    return "Document[" + bytes.length + " bytes]";
  }

  /** The JSON is sound but is not an object. */
  public static final class NotAnObjectException extends JacksonException {
    private static final long serialVersionUID = 1;

    NotAnObjectException() {
      super("a record's data is a JSON object");
    }
  }
}
