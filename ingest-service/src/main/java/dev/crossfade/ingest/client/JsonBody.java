package dev.crossfade.ingest.client;

import dev.crossfade.ingest.admit.Refusal;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/** Bodies that say they are JSON: what a form of a foreign page cannot send unasked. */
public final class JsonBody {
  private static final Pattern JSON =
      Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-?8\"?)?\\s*");

  private JsonBody() {}

  /**
   * Requires {@code application/json} in UTF-8.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 415 {@code unsupported-media-type}
   */
  public static void require(ServerRequest request) {
    String type =
        request.headers().contains(HeaderNames.CONTENT_TYPE)
            ? request.headers().get(HeaderNames.CONTENT_TYPE).values()
            : "";
    if (!JSON.matcher(type.strip().toLowerCase(Locale.ROOT)).matches()) {
      throw Refusal.UNSUPPORTED_MEDIA_TYPE
          .problem("The body is application/json, in UTF-8.")
          .exception();
    }
  }
}
