package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a request's body with caps on what comes over the wire and on what comes out of gzip.
 * Memory follows the bytes that really arrive, never a length that is only announced. Immutable.
 */
public final class BodyReader {
  private static final int TRUSTED = 64 * 1024;
  private static final int UNANNOUNCED = 8 * 1024;
  private static final byte[] EMPTY = {};

  private final int maxWire;
  private final int maxInflated;

  /**
   * Sets the caps.
   *
   * @param maxWire bytes as they are sent
   * @param maxInflated bytes after gzip
   */
  public BodyReader(int maxWire, int maxInflated) {
    this.maxWire = maxWire;
    this.maxInflated = maxInflated;
  }

  /**
   * The body, inflated. The array is the caller's.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 413 {@code too-large}, 415 {@code
   *     unsupported-encoding}, 400 {@code malformed-gzip}
   * @throws IOException when the connection breaks; a body that stalls is answered with 408 by the
   *     server, and the connection is closed
   */
  public byte[] read(ServerRequest request) throws IOException {
    boolean gzip = isGzip(request.headers());
    byte[] wire = wire(request);
    return gzip ? GzipBody.inflate(wire, maxInflated) : wire;
  }

  static boolean isGzip(ServerRequestHeaders headers) {
    if (!headers.contains(HeaderNames.CONTENT_ENCODING)) {
      return false;
    }
    String encoding = headers.get(HeaderNames.CONTENT_ENCODING).values().strip();
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return true;
    }
    if (encoding.equalsIgnoreCase("identity")) {
      return false;
    }
    throw Problem.of(
            415,
            "unsupported-encoding",
            "The content encoding is not supported",
            "Content-Encoding may be identity or gzip, once.")
        .exception("Accept-Encoding", "gzip");
  }

  private byte[] wire(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return EMPTY;
    }
    long announced = request.headers().contentLength().orElse(-1);
    if (announced > maxWire) {
      throw tooLarge("The body is larger than " + maxWire + " bytes.");
    }
    // Not closed: on the way out of a failure the server reads, or cuts, what is left.
    InputStream in = new WireStream(request.content().inputStream());
    byte[] body =
        new byte
            [(int) Math.min(announced < 0 ? Math.min(UNANNOUNCED, maxWire) : announced, TRUSTED)];
    int length = 0;
    while (true) {
      int n = in.readNBytes(body, length, body.length - length);
      length += n;
      if (length < body.length) {
        return Arrays.copyOf(body, length);
      }
      int next = in.read();
      if (next < 0) {
        return body;
      }
      if (length == maxWire) {
        throw tooLarge("The body is larger than " + maxWire + " bytes.");
      }
      long most = announced < 0 ? maxWire : announced;
      body = Arrays.copyOf(body, (int) Math.min(most, body.length * 2L));
      body[length++] = (byte) next;
    }
  }

  static RuntimeException tooLarge(String detail) {
    return Problem.of(413, "too-large", "The body is too large", detail).exception();
  }
}
