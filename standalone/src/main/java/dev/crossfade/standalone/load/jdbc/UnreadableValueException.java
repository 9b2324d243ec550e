package dev.crossfade.standalone.load.jdbc;

/** A value of a row that has no form in JSON; the message does not quote it. */
final class UnreadableValueException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableValueException(String message) {
    super(message);
  }
}
