package dev.crossfade.standalone.campaign;

/** What is done to a running system. Each is healed again in its round. */
enum Fault {
  BROKER_KILLED("broker killed"),
  BROKER_STOPPED("broker stopped"),
  POSTMASTER_KILLED("postmaster killed"),
  POSTMASTER_STOPPED("postmaster stopped"),
  BACKEND_KILLED("backend killed"),
  BACKEND_STOPPED("backend stopped"),
  INGEST_KILLED("ingest killed"),
  INGEST_STOPPED("ingest stopped"),
  FIRST_SYNC_KILLED("first sync killed"),
  FIRST_SYNC_STOPPED("first sync stopped"),
  SECOND_SYNC_KILLED("second sync killed"),
  SECOND_SYNC_STOPPED("second sync stopped"),
  COMMIT_CUT("cut behind COMMIT"),
  DATABASE_FULL("database's disk full"),
  BROKER_FULL("broker's disk full");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Whether it needs a small file system of its own. */
  boolean needsDisk() {
    return this == DATABASE_FULL || this == BROKER_FULL;
  }
}
