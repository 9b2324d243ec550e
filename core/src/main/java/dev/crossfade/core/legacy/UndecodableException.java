package dev.crossfade.core.legacy;

/**
 * A value of a legacy store cannot be understood. Neither the pointer nor the sentence holds a
 * value of the store; the pointer holds names.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String pointer;
  private final String detail;

  /**
   * Says what is wrong and where.
   *
   * @param pointer RFC 6901, into the value that the decoder would have given; empty for the whole
   * @param detail a sentence
   */
  public UndecodableException(String pointer, String detail) {
    super(pointer.isEmpty() ? detail : pointer + ": " + detail);
    this.pointer = pointer;
    this.detail = detail;
  }

  /** Where: RFC 6901, into the decoded value; empty for the whole of it. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong: a sentence without data. */
  public String detail() {
    return detail;
  }
}
