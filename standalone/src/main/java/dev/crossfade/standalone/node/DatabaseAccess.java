package dev.crossfade.standalone.node;

import java.nio.file.Path;

/**
 * How the node's database is reached.
 *
 * @param url for JDBC, without user and password
 * @param passwordFile the file with the password
 */
public record DatabaseAccess(String url, String user, String password, Path passwordFile) {
  /** Shows no password. */
  @Override
  public String toString() {
    return "DatabaseAccess[" + url + "]";
  }
}
