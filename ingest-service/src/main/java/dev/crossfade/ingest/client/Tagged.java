package dev.crossfade.ingest.client;

import dev.crossfade.core.json.Json;
import dev.crossfade.kit.http.Responses;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * An answer with the tag of its content (RFC 9110, section 8.8.3).
 *
 * @param tag with its quotes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tagged(byte[] body, String tag) {
  private static final int TAG_BYTES = 12;
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");

  static Tagged of(JsonNode json) {
    byte[] body = Json.MAPPER.writeValueAsBytes(json);
    return new Tagged(body, tag(body));
  }

  /** The tag of some content. */
  static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, TAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Sends it, or 304 to a caller that has it. */
  void send(ServerRequest request, ServerResponse response) {
    response.header(NO_CACHE).header(HeaderNames.ETAG, tag);
    if (isKnown(request)) {
      Responses.empty(response, 304);
    } else {
      Responses.json(response, 200, body);
    }
  }

  /** Weak comparison (section 13.1.2): proxies that compress make a tag weak. */
  private boolean isKnown(ServerRequest request) {
    if (!request.headers().contains(HeaderNames.IF_NONE_MATCH)) {
      return false;
    }
    String known = request.headers().get(HeaderNames.IF_NONE_MATCH).values();
    for (String one : known.split(",", -1)) {
      String bare = one.strip();
      if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
