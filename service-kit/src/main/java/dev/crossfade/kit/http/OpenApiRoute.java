package dev.crossfade.kit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Serves the description of a service's interface. */
public final class OpenApiRoute {
  private OpenApiRoute() {}

  /**
   * {@code GET /openapi.yaml}, open to all.
   *
   * @param anchor a class of the service, next to whose module the resource is
   * @param resource the absolute name of a class path resource, such as {@code
   *     /openapi/ingest.yaml}
   * @throws IllegalArgumentException when there is no such resource
   */
  public static Route of(Class<?> anchor, String resource) {
    String text;
    try (InputStream in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Route.get(
        "/openapi.yaml",
        Access.open(),
        (request, response, who) -> Responses.text(response, 200, "application/yaml", text));
  }
}
