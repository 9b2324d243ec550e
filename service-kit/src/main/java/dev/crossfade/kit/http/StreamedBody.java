package dev.crossfade.kit.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;

/**
 * A body that is read piece by piece and may have any length: for a {@link Route#streaming
 * streaming} route. No more is read than the handler asks for, so a slow handler slows its caller.
 */
public final class StreamedBody {
  private StreamedBody() {}

  /**
   * The body, inflated; empty where there is none. Its reader bounds what it keeps of it. Reading
   * throws a {@link dev.crossfade.kit.problem.ProblemException} where the gzip data is malformed,
   * and leaves the handler by Helidon's exception where the caller is gone.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 415 {@code unsupported-encoding}
   */
  public static InputStream open(ServerRequest request) {
    boolean gzip = BodyReader.isGzip(request.headers());
    if (!request.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    InputStream wire = new WireStream(request.content().inputStream());
    return gzip ? new GzipStream(wire) : wire;
  }
}
