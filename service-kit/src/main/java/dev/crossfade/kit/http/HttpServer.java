package dev.crossfade.kit.http;

import dev.crossfade.kit.identity.Authenticator;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server with the given routes, one virtual thread a connection. Start it once, stop it
 * once; {@link #stop} may be called from any thread.
 */
public final class HttpServer implements AutoCloseable {
  private final ConnectionWatch watch;
  private final WebServer server;

  private HttpServer(Builder builder, Authenticator authenticator) {
    InetAddress address = address(builder.bind);
    if (authenticator.loopbackOnly() && !address.isLoopbackAddress()) {
      throw new IllegalStateException(
          "Without keys the service runs in development mode, where nobody needs a token, and"
              + " listens on a loopback address only. Configure a key to verify tokens with, or"
              + " bind to 127.0.0.1 instead of "
              + builder.bind
              + ".");
    }
    HttpLimits limits = builder.limits;
    this.watch = new ConnectionWatch(limits);
    Dispatcher dispatcher = new Dispatcher(builder.routes, authenticator, builder.observer, watch);
    this.server =
        WebServer.builder()
            .address(address)
            .port(builder.port)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(watch)
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .maxTcpConnections(limits.maxConnections())
            // Held to by the watch, which knows what is streamed.
            .maxPayloadSize(-1)
            .shutdownGracePeriod(limits.timeouts().stop())
            .contentEncoding(new EncodingsLeftAlone())
            .directHandlers(ProblemAnswers.handlers())
            .routing(HttpRouting.builder().any(dispatcher))
            .build();
  }

  /** Starts to collect what a server needs. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Listens and answers.
   *
   * @throws java.io.UncheckedIOException when the address is taken
   */
  public void start() {
    server.start();
  }

  /** The port listened on; after {@link #start} only. */
  public int port() {
    return server.port();
  }

  /**
   * Takes no more connections, lets running requests end within the time-out, cuts the rest.
   * Returns when that is done; a second call does nothing.
   */
  public void stop() {
    server.stop();
    watch.close();
  }

  @Override
  public void close() {
    stop();
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("cannot bind to " + bind + ": no such address", e);
    }
  }

  /** Collects what a server needs. Not for many threads. */
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();
    private String bind = "127.0.0.1";
    private int port;
    private @Nullable Authenticator authenticator;
    private HttpLimits limits = HttpLimits.defaults();
    private RequestObserver observer = RequestObserver.NONE;

    private Builder() {}

    /** The address to listen on; 127.0.0.1 unless told otherwise. */
    public Builder bind(String newBind) {
      this.bind = newBind;
      return this;
    }

    /** The port; 0, unless told otherwise, takes a free one. */
    public Builder port(int newPort) {
      this.port = newPort;
      return this;
    }

    /** Adds routes. */
    public Builder routes(List<Route> more) {
      routes.addAll(more);
      return this;
    }

    /** Who says who asks; needed. */
    public Builder authenticator(Authenticator newAuthenticator) {
      this.authenticator = newAuthenticator;
      return this;
    }

    /** Other limits than {@link HttpLimits#defaults}. */
    public Builder limits(HttpLimits newLimits) {
      this.limits = newLimits;
      return this;
    }

    /** Who is told how requests went. */
    public Builder observer(RequestObserver newObserver) {
      this.observer = newObserver;
      return this;
    }

    /**
     * The server, not yet listening.
     *
     * @throws IllegalStateException in development mode with an address that is not loopback, or
     *     without an authenticator
     * @throws IllegalArgumentException when two routes have the same method and path
     */
    public HttpServer build() {
      Authenticator who = authenticator;
      if (who == null) {
        throw new IllegalStateException("an HTTP server needs an authenticator");
      }
      return new HttpServer(this, who);
    }
  }
}
