package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;

/**
 * The service alone in a process, which tells its port and, when asked, how much heap it uses. Not
 * a test: {@link StoreMemoryIT} runs it with a small heap.
 */
final class StoreMemory {
  private StoreMemory() {}

  public static void main(String[] args) throws Exception {
    IngestServer server =
        IngestServer.start(
            IngestSettings.defaults(),
            Map.of("bootstrap.servers", args[0]),
            List.of(args[1]),
            Tokens.authenticator(),
            new IngestServer.Address("127.0.0.1", 0));
    System.out.println(server.port());
    System.out.flush();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (in.readLine() != null) {
      System.gc();
      System.gc();
      Runtime heap = Runtime.getRuntime();
      System.out.println(heap.totalMemory() - heap.freeMemory());
      System.out.flush();
    }
    server.close();
  }
}
