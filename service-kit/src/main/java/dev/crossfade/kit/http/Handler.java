package dev.crossfade.kit.http;

import dev.crossfade.kit.identity.Identity;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Answers a request, on the virtual thread of its connection; it may block. It must send an answer
 * or leave with an exception: a {@link dev.crossfade.kit.problem.ProblemException} is sent as it
 * is, anything else becomes a 500 that tells nothing.
 */
@FunctionalInterface
public interface Handler {
  /**
   * Answers.
   *
   * @param who the caller, already known to have the route's role; {@link Identity#ANONYMOUS} on an
   *     open route
   */
  void handle(ServerRequest request, ServerResponse response, Identity who) throws Exception;
}
