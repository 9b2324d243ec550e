package dev.crossfade.database;

import org.jspecify.annotations.Nullable;

/** How PostgreSQL is reached. Null where the driver's defaults are to serve. */
public record DatabaseSettings(String url, @Nullable String user, @Nullable String password) {

  /** Shows no password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + url + "]";
  }
}
