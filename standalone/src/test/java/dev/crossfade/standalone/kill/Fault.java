package dev.crossfade.standalone.kill;

/** What is done to a running system. */
enum Fault {
  /** SIGKILL of the JVM with broker, ingest and sync; it is started again on the same directory. */
  NODE_KILLED("node killed"),
  /** SIGKILL of the second sync process; it is started again. */
  SYNC_KILLED("second sync killed"),
  /** SIGKILL of PostgreSQL's postmaster; the node starts it again by itself. */
  POSTGRES_KILLED("PostgreSQL killed"),
  /** SIGSTOP of the second sync process for longer than its session, then SIGCONT. */
  SYNC_PAUSED("second sync paused");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
