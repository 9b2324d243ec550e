package dev.crossfade.kit.http;

/**
 * One operation of a service, as a value.
 *
 * @param method the HTTP method in capitals
 * @param template the path; {@code {name}} stands for one segment, which the handler finds
 *     percent-decoded as {@code request.path().pathParameters().get("name")}
 * @param access who may
 * @param handler what answers
 * @param streamed whether a body may have any length and take any time, as long as it keeps coming:
 *     for a handler that reads it piece by piece
 */
public record Route(
    String method, String template, Access access, Handler handler, boolean streamed) {
  public Route {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a path template starts with a slash: " + template);
    }
  }

  /** A route whose bodies keep to the limits of all. */
  public Route(String method, String template, Access access, Handler handler) {
    this(method, template, access, handler, false);
  }

  /** The same operation, for bodies of any length. */
  public Route streaming() {
    return new Route(method, template, access, handler, true);
  }

  /** A route for GET. */
  public static Route get(String template, Access access, Handler handler) {
    return new Route("GET", template, access, handler);
  }

  /** A route for POST. */
  public static Route post(String template, Access access, Handler handler) {
    return new Route("POST", template, access, handler);
  }

  /** A route for PUT. */
  public static Route put(String template, Access access, Handler handler) {
    return new Route("PUT", template, access, handler);
  }

  /** A route for DELETE. */
  public static Route delete(String template, Access access, Handler handler) {
    return new Route("DELETE", template, access, handler);
  }

  /** A route for OPTIONS, for cross-origin preflights. */
  public static Route options(String template, Access access, Handler handler) {
    return new Route("OPTIONS", template, access, handler);
  }
}
