package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crossfade cutover explain}. */
@Command(
    name = "explain",
    description = "Says where a tenant reads, and why.",
    mixinStandardHelpOptions = true)
final class ExplainTenantCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(names = "--source", paramLabel = "ID", description = "For this device.")
  private @Nullable String source;

  @Parameters(index = "0", paramLabel = "TENANT", description = "Which tenant.")
  private String tenant = "";

  @Override
  public Integer call() throws InterruptedException {
    String device = source;
    Map<String, String> query = device == null ? Map.of() : Map.of("source", device);
    return Lever.of(spec, target, json)
        .run(client -> client.get(Lever.tenant(tenant), query), Lever::tenant);
  }
}
