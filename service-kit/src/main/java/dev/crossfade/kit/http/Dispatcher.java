package dev.crossfade.kit.http;

import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.identity.Authentication;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.problem.Problem;
import dev.crossfade.kit.problem.ProblemException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request to its route: guard, path, method, caller, role, handler, and a problem when one
 * of these says no. Immutable; safe for many threads.
 */
final class Dispatcher implements io.helidon.webserver.http.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final HeaderName TENANT = HeaderNames.create(Authenticator.TENANT_HEADER);
  private static final HeaderName API_KEY = HeaderNames.create("X-API-Key");
  private static final Header NO_SNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");

  private record Endpoint(Route route, RequestObserver.Recorder recorder) {}

  private final PathTree<Endpoint> paths = new PathTree<>();
  private final Authenticator authenticator;
  private final boolean loopbackOnly;
  private final RequestObserver.Recorder unmatched;
  private final ConnectionWatch watch;

  Dispatcher(
      List<Route> routes,
      Authenticator authenticator,
      RequestObserver observer,
      ConnectionWatch watch) {
    for (Route route : routes) {
      paths.add(
          route.method(),
          route.template(),
          new Endpoint(route, observer.recorder(route.method(), route.template())));
    }
    this.authenticator = authenticator;
    this.loopbackOnly = authenticator.loopbackOnly();
    this.watch = watch;
    this.unmatched = observer.recorder("none", "unmatched");
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    response.header(NO_SNIFF);
    String method = request.prologue().method().text();
    PathTree.Match<Endpoint> match = paths.find(method, request.path().rawPath());
    RequestObserver.Recorder recorder = unmatched;
    String template = "unmatched";
    try {
      guard(request.headers());
      switch (match) {
        case PathTree.Match.Found<Endpoint>(Endpoint endpoint, var parameters) -> {
          recorder = endpoint.recorder();
          template = endpoint.route().template();
          if (!parameters.isEmpty()) {
            ((RoutingRequest) request).path(new MatchedPath(request.path(), parameters));
          }
          limit(endpoint.route(), request);
          serve(endpoint.route(), request, response);
        }
        case PathTree.Match.OtherMethods<Endpoint>(var allowed) -> {
          response.header(HeaderNames.ALLOW, String.join(", ", allowed));
          Responses.problem(
              response,
              Problem.of(405, "method-not-allowed", "The method is not allowed here", null));
        }
        case PathTree.Match.Unknown<Endpoint>() ->
            Responses.problem(
                response, Problem.of(404, "not-found", "There is nothing at this path", null));
      }
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RequestException e) {
      answer(response, ProblemAnswers.problem(e.status().code()).exception("Connection", "close"));
    } catch (ProblemException e) {
      answer(response, e);
    } catch (Throwable e) {
      fail(response, method, template, e);
    }
    recorder.completed(response.status().code(), System.nanoTime() - start);
    closeIfAsked(request, response);
  }

  private void guard(ServerRequestHeaders headers) {
    if (!loopbackOnly) {
      return;
    }
    if (!LoopbackGuard.hostIsLoopback(value(headers, HeaderNames.HOST))) {
      throw Problem.of(
              421,
              "foreign-host",
              "This host is not served",
              "In development mode the Host header names a loopback address.")
          .exception();
    }
    if (!LoopbackGuard.originIsLoopback(value(headers, HeaderNames.ORIGIN))) {
      throw Problem.of(
              403,
              "foreign-origin",
              "This origin is not served",
              "In development mode only pages of this machine are served.")
          .exception();
    }
  }

  /** Helidon's own limit would be the same for all routes. */
  private void limit(Route route, ServerRequest request) {
    if (!route.streamed() && request.headers().contentLength().orElse(0) > watch.maxBody()) {
      throw ProblemAnswers.problem(413).exception("Connection", "close");
    }
  }

  private void serve(Route route, ServerRequest request, ServerResponse response) throws Exception {
    Identity who =
        switch (route.access()) {
          case Access.Open() -> Identity.ANONYMOUS;
          case Access.Roles(var anyOf, boolean apiKey) -> {
            Identity caller = identify(request.headers(), apiKey);
            if (!caller.hasAny(anyOf)) {
              throw Problem.of(403, "forbidden", "The caller may not do this", "A role is missing.")
                  .exception();
            }
            yield caller;
          }
        };
    if (route.streamed() && request.content().hasEntity()) {
      WatchedConnection connection = watch.ofThisThread();
      connection.bodyStreams();
      try {
        route.handler().handle(request, response, who);
      } finally {
        connection.bodyEnds();
      }
    } else {
      route.handler().handle(request, response, who);
    }
    if (!((RoutingResponse) response).hasEntity()) {
      throw new IllegalStateException("the handler of " + route.template() + " sent no answer");
    }
  }

  private Identity identify(ServerRequestHeaders headers, boolean apiKey) {
    String token = value(headers, HeaderNames.AUTHORIZATION);
    if (token == null && apiKey && headers.contains(API_KEY)) {
      token = "Bearer " + value(headers, API_KEY);
    }
    return switch (authenticator.authenticate(token, value(headers, TENANT))) {
      case Authentication.Accepted(Identity identity) -> identity;
      case Authentication.Refused(String detail) ->
          throw Problem.of(401, "unauthenticated", "The caller is not known", detail)
              .exception("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    };
  }

  /** All values of a header, comma-separated, so that a second one cannot hide behind the first. */
  private static @Nullable String value(ServerRequestHeaders headers, HeaderName name) {
    return headers.contains(name) ? headers.get(name).values() : null;
  }

  private static void answer(ServerResponse response, ProblemException e) {
    if (!((RoutingResponse) response).reset()) {
      throw new CloseConnectionException("the answer had begun when the handler failed");
    }
    response.header(NO_SNIFF);
    e.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    Responses.problem(response, e.problem());
  }

  private static void fail(ServerResponse response, String method, String template, Throwable e) {
    if (isDisconnect(e)) {
      throw new CloseConnectionException("the connection broke", e);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the server stops", e);
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    LOG.error("internal error {} in {} {}: {}", id, method, template, ScrubbedFault.trace(e));
    answer(
        response,
        Problem.of(500, "internal", "Something went wrong here", "The log has more under this id.")
            .withInstance("urn:crossfade:error:" + id)
            .exception());
  }

  private static boolean isDisconnect(Throwable e) {
    return e instanceof SocketException
        || (e instanceof UncheckedIOException && e.getCause() instanceof SocketException)
        || (e instanceof java.io.IOException && e.getCause() instanceof ServerConnectionException);
  }

  /**
   * Helidon leaves closing to the caller; what the caller still sends would be taken for a request.
   * So the connection ends here when either side said so, and when a body was announced with {@code
   * Expect} but not asked for.
   */
  private static void closeIfAsked(ServerRequest request, ServerResponse response) {
    ServerRequestHeaders headers = request.headers();
    boolean bodyNotAskedFor =
        headers.contains(HeaderNames.EXPECT)
            && request.content().hasEntity()
            && !request.continueSent();
    if (bodyNotAskedFor
        || headers.containsToken(HeaderValues.CONNECTION_CLOSE)
        || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      ((RoutingResponse) response).commit();
      throw new CloseConnectionException("closed after the answer, as agreed");
    }
  }
}
