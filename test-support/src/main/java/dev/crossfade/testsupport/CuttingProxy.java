package dev.crossfade.testsupport;

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
 * client cannot know. Safe for many threads.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final String host;
  private final int port;
  private final AtomicInteger armed = new AtomicInteger();
  private final AtomicInteger spared = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  /**
   * In front of the server that this URL names.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/…}
   */
  public CuttingProxy(String jdbcUrl) {
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
  public String through(String jdbcUrl) {
    return jdbcUrl.replace(host + ":" + port, "127.0.0.1:" + server.getLocalPort());
  }

  /** Cuts once more. */
  public void arm() {
    armed.incrementAndGet();
  }

  /** Cuts once more, behind so many commits that are answered. */
  public void armAfter(int commits) {
    spared.set(commits);
    arm();
  }

  /** How many commits' answers were swallowed. */
  public int cuts() {
    return cut.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket postgres = new Socket(host, port);
      open.add(client);
      open.add(postgres);
      Thread.ofVirtual().start(() -> pump(client, postgres, false));
      Thread.ofVirtual().start(() -> pump(postgres, client, true));
    } catch (IOException e) {
      // PostgreSQL is away: the client sees as much as it would without a proxy.
      close(client);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 << 10];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && armed.get() > 0 && holds(buffer, n) && spared.getAndDecrement() <= 0) {
          armed.decrementAndGet();
          cut.incrementAndGet();
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The other side will see.
    } finally {
      open.remove(from);
      open.remove(to);
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
