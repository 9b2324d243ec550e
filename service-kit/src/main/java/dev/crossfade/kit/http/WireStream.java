package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body as it is sent, with what Helidon throws put into our terms. Closing does nothing: on the
 * way out of a failure the server reads, or cuts, what is left.
 */
final class WireStream extends InputStream {
  private final InputStream in;

  WireStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (NumberFormatException | DataReader.IncorrectNewLineException e) {
      // Helidon lets these out where a chunk's size is none.
      throw Problem.of(400, "bad-request", "The request is malformed", "A chunk is malformed.")
          .exception("Connection", "close");
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new CloseConnectionException("the body ended early", e);
    }
  }
}
