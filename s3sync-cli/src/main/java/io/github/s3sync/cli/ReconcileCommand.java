package io.github.s3sync.cli;

import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares existing objects with their replicas and repairs the differences. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ReconcileOptions.USAGE,
    exitCodeOnExecutionException = 2,
    description = {
      "Compares existing objects with their replicas and repairs the differences.",
      "Replicas without a source are deleted last, for rules that have REMOVED among their events,"
          + " and only if all listings were complete and the delete limits allow it."
    })
final class ReconcileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ReconcileOptions options;
  @Mixin private final RepairOptions repair;

  @Option(
      names = "--max-deletes",
      paramLabel = "NUMBER",
      description =
          "Delete no replica of a rule at a destination if more of them than this have no source."
              + " Default: ${DEFAULT-VALUE}")
  private int maxDeletes = DeleteLimit.DEFAULT.max();

  @Option(
      names = "--max-delete-share",
      paramLabel = "SHARE",
      description =
          "Delete no replica of a rule at a destination if a larger share of them has no source,"
              + " from 0 to 1. Default: ${DEFAULT-VALUE}")
  private double maxDeleteShare = DeleteLimit.DEFAULT.maxShare();

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  ReconcileCommand(Map<String, String> environment) {
    this.options = new ReconcileOptions(new RulesOptions(environment));
    this.repair = new RepairOptions();
  }

  @Override
  public Integer call() {
    DeleteLimit limit = limit();
    try (RepairOptions.Hints hints = repair.hints(options.variables())) {
      return options.run(
          Mode.RECONCILE,
          spec,
          builder -> {
            hints.set(builder);
            builder.deleteLimit(limit);
          },
          () -> hints.isDone(spec.commandLine().getErr()));
    }
  }

  private DeleteLimit limit() {
    try {
      return new DeleteLimit(maxDeletes, maxDeleteShare);
    } catch (IllegalArgumentException e) {
      boolean share = !(maxDeleteShare >= 0 && maxDeleteShare <= 1);
      throw new UsageException(
          share
              ? "--max-delete-share is " + maxDeleteShare + ", expected a number from 0 to 1"
              : "--max-deletes is " + maxDeletes + ", expected a number from 0 to 1000000",
          e);
    }
  }
}
