package io.github.s3sync.cli;

import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.reconcile.Mode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies existing objects that have no replica or a different one. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ReconcileOptions.USAGE,
    exitCodeOnExecutionException = 2,
    description = {
      "Copies existing objects that have no replica or a different one.",
      "Replicas without a source are kept. Events may be handled meanwhile."
    })
final class BackfillCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ReconcileOptions options;
  @Mixin private final RepairOptions repair;

  @Option(names = "--all", description = "Copy every object, without a comparison.")
  private boolean all;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  BackfillCommand(Map<String, String> environment) {
    this.options = new ReconcileOptions(new RulesOptions(environment));
    this.repair = new RepairOptions();
  }

  @Override
  public Integer call() {
    try (RepairOptions.Hints hints = repair.hints(options.variables())) {
      return options.run(
          Mode.BACKFILL,
          spec,
          builder -> {
            hints.set(builder);
            if (all) {
              builder.copyAll();
            }
          },
          () -> hints.isDone(spec.commandLine().getErr()));
    }
  }
}
