package dev.crossfade.kit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Speaks to a server byte by byte, so that it can be as rude as the test wants. */
final class RawCaller implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  record Answer(int status, List<String> headers, String body) {
    boolean has(String header) {
      return headers.contains(header.toLowerCase(Locale.ROOT));
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawCaller(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  RawCaller send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A whole head for localhost. */
  RawCaller head(String requestLine, String... headers) throws IOException {
    return send(headText(requestLine, headers));
  }

  /** The same as a text. */
  static String headText(String requestLine, String... headers) {
    StringBuilder text = new StringBuilder(requestLine + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  RawCaller send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  RawCaller endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next answer, with its body when it says how long that is. */
  Answer answer() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = line();
    int status = Integer.parseInt(line.substring(9, 12));
    int length = 0;
    for (line = line(); !line.isEmpty(); line = line()) {
      lines.add(line.toLowerCase(Locale.ROOT));
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return new Answer(status, lines, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /** All that comes until the server closes. */
  String rest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (java.net.SocketException e) {
      bytes.writeBytes("(reset)".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the server has closed; waits for it. */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true; // a reset is an end too
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection");
      }
      if (b != '\r') {
        bytes.write(b);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
