package dev.crossfade.core.blueprint;

/** What a number counts since 1970 where it stands for a point in time. */
enum EpochUnit {
  MILLIS("epoch-millis"),
  SECONDS("epoch-seconds");

  private final String written;

  EpochUnit(String written) {
    this.written = written;
  }

  /** As a blueprint writes it. */
  String written() {
    return written;
  }
}
