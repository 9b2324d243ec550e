package dev.crossfade.kit.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign web pages away from a server in development mode, which asks for no token: a name
 * that was rebound to a loopback address shows in {@code Host}, a page from elsewhere in {@code
 * Origin}.
 */
final class LoopbackGuard {
  private LoopbackGuard() {}

  /** Whether a {@code Host} value names this machine. */
  static boolean hostIsLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']')) : host.indexOf(':');
    if (colon >= 0 && !isPort(host, colon + 1)) {
      return false;
    }
    return isLoopbackName(colon < 0 ? host : host.substring(0, colon));
  }

  /** Whether an {@code Origin} value, if there is one, is of this machine. */
  static boolean originIsLoopback(@Nullable String origin) {
    if (origin == null) {
      return true;
    }
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme();
      return ("http".equals(scheme) || "https".equals(scheme))
          && uri.getRawUserInfo() == null
          && "".equals(uri.getRawPath())
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getHost() != null
          && isLoopbackName(uri.getHost());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether a name or literal is of this machine, without asking a name server. */
  static boolean isLoopbackName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("localhost") || lower.equals("[::1]") || lower.equals("::1")) {
      return true;
    }
    String[] octets = lower.split("\\.", -1);
    if (octets.length != 4 || !octets[0].equals("127")) {
      return false;
    }
    for (String octet : octets) {
      if (!isOctet(octet)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOctet(String text) {
    return isPort(text, 0) && text.length() <= 3 && Integer.parseInt(text) <= 255;
  }

  private static boolean isPort(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from && text.length() - from <= 5;
  }
}
