package dev.crossfade.standalone.cli.explain;

import picocli.CommandLine.Command;

/** {@code crossfade explain}. */
@Command(
    name = "explain",
    description = "Why something is as it is.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = ExplainRecordCommand.class)
public final class ExplainCommand {}
