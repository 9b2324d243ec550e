package dev.crossfade.standalone.campaign;

import java.io.IOException;

/** Signals to processes, by their ids. */
final class Signals {
  private Signals() {}

  /** Sends one; answers whether the process was there. */
  static boolean send(String signal, long pid) throws IOException, InterruptedException {
    return new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
