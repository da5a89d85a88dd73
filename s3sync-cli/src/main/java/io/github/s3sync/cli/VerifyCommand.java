package io.github.s3sync.cli;

import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.reconcile.Mode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares the objects that rules copy with their replicas, and reports the differences. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ReconcileOptions.USAGE,
    exitCodeOnExecutionException = 2,
    description = {
      "Compares the objects that rules copy with their replicas, and reports the differences.",
      "Nothing is written. Events may be handled meanwhile: a difference is looked up twice, and"
          + " is IN_FLIGHT if the source was written within the settle time (--settle)."
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ReconcileOptions options;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  VerifyCommand(Map<String, String> environment) {
    this.options = new ReconcileOptions(new RulesOptions(environment));
  }

  @Override
  public Integer call() {
    return options.run(Mode.VERIFY, spec, builder -> {}, () -> true);
  }
}
