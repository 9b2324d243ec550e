package dev.crossfade.standalone.node;

import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import java.util.List;
import java.util.stream.Collectors;

/** The first page, and the description of all services' interfaces in one. */
final class FrontRoutes {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Crossfade</title>
      <style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto }</style>
      <h1>Crossfade</h1>
      <p>Everything in one process. Migrations served:</p>
      <ul>{migrations}</ul>
      <p><a href="/health/ready">health</a> · <a href="/metrics">metrics</a> ·
      <a href="/openapi.yaml">interface</a></p>
      """;

  private FrontRoutes() {}

  /**
   * The routes.
   *
   * @param migrations the names of those served
   */
  static List<Route> of(List<String> migrations) {
    String page =
        PAGE.replace(
            "{migrations}",
            migrations.stream()
                .map(name -> "<li><a href=\"/v1/" + name + "/progress\">" + name + "</a></li>")
                .collect(Collectors.joining()));
    return List.of(
        Route.get(
            "/",
            Access.open(),
            (request, response, who) ->
                Responses.text(response, 200, "text/html; charset=utf-8", page)),
        new InterfaceDescription().route());
  }
}
