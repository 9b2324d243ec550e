package dev.crossfade.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses TCP ports of the loopback address. */
final class LoopbackPort {
  // Below the ranges from which Linux and macOS take the ports of outgoing connections, so that
  // none of those takes
  // the port between the choice and the server's own bind.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private LoopbackPort() {}

  /**
   * The port itself, or a free one for 0. Throws {@link IllegalStateException} when the wanted port
   * is taken.
   */
  static int choose(int wanted) {
    if (wanted != 0) {
      if (!isFree(wanted)) {
        throw new IllegalStateException("Port " + wanted + " of 127.0.0.1 is in use.");
      }
      return wanted;
    }
    for (int attempt = 0; attempt < 200; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port of 127.0.0.1 between " + LOWEST + " and " + HIGHEST + ".");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
