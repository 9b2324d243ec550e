package dev.crossfade.reconcile.report;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms that a report comes in, chosen by {@code Accept} (RFC 9110, section 12.5.1). */
enum Offered {
  JSON("application/json"),
  HTML("text/html"),
  CSV("text/csv");

  private final String mediaType;

  Offered(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The form that the caller likes best; JSON where it does not care, or likes none. */
  static Offered of(ServerRequest request) {
    return of(request.headers().first(HeaderNames.ACCEPT).orElse(null));
  }

  static Offered of(@Nullable String accept) {
    Offered best = JSON;
    double most = 0;
    for (String range : accept == null ? new String[0] : accept.split(",", 50)) {
      String[] parts = range.strip().toLowerCase(Locale.ROOT).split(";", 2);
      double quality = quality(parts.length == 2 ? parts[1] : "");
      for (Offered offered : values()) {
        if (parts[0].strip().equals(offered.mediaType) && quality > most) {
          best = offered;
          most = quality;
        }
      }
    }
    return best;
  }

  private static double quality(String parameters) {
    for (String parameter : parameters.split(";", 10)) {
      String stripped = parameter.strip();
      if (stripped.startsWith("q=")) {
        try {
          return Double.parseDouble(stripped.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
