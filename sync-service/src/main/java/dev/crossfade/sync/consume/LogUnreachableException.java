package dev.crossfade.sync.consume;

import org.jspecify.annotations.Nullable;

/** The broker does not say what it has; it may later. */
public final class LogUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LogUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
