package dev.crossfade.standalone.cli;

/** What the process ends with. */
final class ExitStatus {
  /** A check failed, or a fault. */
  static final int FAILED = 1;

  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private ExitStatus() {}
}
