package dev.crossfade.sync.pause;

import dev.crossfade.sync.resolve.Order;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param reason for a person; may be empty where applying is to go on
 */
record PauseOrder(boolean paused, String reason) {
  private static final Set<String> MEMBERS = Set.of("paused", "reason");

  /**
   * Reads it; a member that is not known is refused.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-order}
   */
  static PauseOrder read(ServerRequest request) throws IOException {
    Order order = Order.read(request, MEMBERS);
    boolean paused = order.requireFlag("paused");
    // Who finds it paused wants to know why.
    return new PauseOrder(paused, paused || order.text("reason") != null ? order.reason() : "");
  }
}
