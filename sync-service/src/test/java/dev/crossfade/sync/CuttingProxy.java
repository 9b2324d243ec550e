package dev.crossfade.sync;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and swallows answers: when armed, the server's next "done"
 * to a COMMIT is not passed on, and the connection is cut instead. The commit has happened; its
 * client cannot know.
 */
final class CuttingProxy implements AutoCloseable {
  private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final String host;
  private final int port;
  private final AtomicInteger armed = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  CuttingProxy(String jdbcUrl) {
    URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    this.host = uri.getHost();
    this.port = uri.getPort();
    try {
      this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The same database, through this proxy. */
  String through(String jdbcUrl) {
    return jdbcUrl.replace(host + ":" + port, "127.0.0.1:" + server.getLocalPort());
  }

  /** Cuts once more. */
  void arm() {
    armed.incrementAndGet();
  }

  /** How many commits' answers were swallowed. */
  int cuts() {
    return cut.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket postgres = new Socket(host, port);
        open.add(client);
        open.add(postgres);
        Thread.ofVirtual().start(() -> pump(client, postgres, false));
        Thread.ofVirtual().start(() -> pump(postgres, client, true));
      } catch (IOException e) {
        // closed, or PostgreSQL is away: the client will see
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && armed.get() > 0 && holds(buffer, n)) {
          armed.decrementAndGet();
          cut.incrementAndGet();
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The other side will see.
    }
  }

  private static boolean holds(byte[] buffer, int length) {
    for (int i = 0; i + COMMITTED.length <= length; i++) {
      int j = 0;
      while (j < COMMITTED.length && buffer[i + j] == COMMITTED[j]) {
        j++;
      }
      if (j == COMMITTED.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable socket : open) {
      socket.close();
    }
  }
}
