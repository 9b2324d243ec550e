package dev.crossfade.standalone.load;

import java.io.IOException;

/** The other side does not answer, or has not been able to do its work for too long. */
public final class UnreachableException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for a person, with what to do
   */
  public UnreachableException(String message) {
    super(message);
  }
}
