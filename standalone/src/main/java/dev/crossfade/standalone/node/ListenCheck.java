package dev.crossfade.standalone.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks whether a node may and can listen where it is told to, before anything is started. */
final class ListenCheck {
  private ListenCheck() {}

  static void require(NodeSettings settings) throws IOException {
    InetAddress address = address(settings.bind());
    if (settings.authenticator().loopbackOnly() && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "Without a key to verify tokens with, only this machine may ask.\n"
              + "Give a key (see --help), or listen on 127.0.0.1 instead of "
              + settings.bind()
              + ".");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, settings.port()));
    } catch (BindException e) {
      throw new PortTakenException(settings.port(), e);
    }
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("There is no address " + bind + ".", e);
    }
  }
}
