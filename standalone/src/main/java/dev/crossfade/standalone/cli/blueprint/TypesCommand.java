package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.types.TypeScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade blueprint types}. */
@Command(
    name = "types",
    description = {
      "Prints the records as TypeScript types.",
      "One interface a domain, and Records, which maps the domains' names to them."
    },
    mixinStandardHelpOptions = true)
final class TypesCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();

  @Option(names = "--out", paramLabel = "FILE", description = "Write them to this file instead.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    String types = TypeScript.of(folder.load());
    if (out == null) {
      new Console(spec).text(types);
    } else {
      Files.writeString(out, types);
    }
    return Console.DONE;
  }
}
