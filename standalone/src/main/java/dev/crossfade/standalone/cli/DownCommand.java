package dev.crossfade.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crossfade down}: stops what {@code up} started, and waits for its end. */
@Command(
    name = "down",
    description = "Stops what up started; the data stays.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
  // Requests, batches, producer, database and broker each end within a time of their own.
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 50;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = data.path();
    RunningNode node = RunningNode.require(directory);
    long pid = node.file().pid();
    boolean told = ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false);
    if (!told || !ended(directory)) {
      throw CommandException.failed(
          "Process " + pid + " does not end.\nkill -9 " + pid + " loses nothing either.");
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("Stopped. The data is kept in " + directory + ".");
    out.flush();
    return 0;
  }

  /** By the lock: where nobody collects orphans, an ended process keeps its id. */
  private static boolean ended(Path directory) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (RunningNode.isHeld(directory)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }
}
