package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.policy.NotificationsCommand;
import io.github.s3sync.cli.policy.PoliciesCommand;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.event.LogText;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;

/** Provides the command line; {@code s3sync help} lists the commands. */
@Command(
    name = "s3sync",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps objects in two S3 buckets equal, under keys that rules define.",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:failure: a copy failed, a permission is missing, or S3 does not answer",
      "2:an argument, a variable or a rule is wrong; one line on standard error names it"
    },
    footer = {
      "",
      "Rules come from --rules, from --source and --destination, or from the environment variables"
          + " of docs/configuration.md, which also set the Region and the store. Credentials are"
          + " found as the AWS CLI finds them."
    })
public final class S3SyncCli implements Callable<Integer> {

  private static final int HELP_WIDTH = 100;

  @Spec private @Nullable CommandSpec spec;

  private S3SyncCli() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args see {@code s3sync help}
   */
  public static void main(String[] args) {
    System.exit(run(System.getenv(), System.out, System.err, args));
  }

  /**
   * Runs a command and returns its exit code. A command whose output could not be written is not
   * successful.
   */
  static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... args) {
    CommandLine command = commandLine(environment, out, err);
    int exitCode = command.execute(args);
    if (!out.checkError()) {
      return exitCode;
    }
    err.println("s3sync: standard output could not be written");
    List<CommandLine> given = command.getParseResult().asCommandLineList();
    CommandSpec last = given.get(given.size() - 1).getCommandSpec();
    return Math.max(exitCode, last.exitCodeOnExecutionException());
  }

  /** Prints the list of commands if no command is given. */
  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    command.usage(command.getErr());
    return ExitCode.USAGE;
  }

  /**
   * Returns the command line; the caller passes in the environment and the streams of the process.
   */
  static CommandLine commandLine(
      Map<String, String> environment, OutputStream out, OutputStream err) {
    return new CommandLine(new S3SyncCli())
        .addSubcommand(new ExplainCommand(environment))
        .addSubcommand(new PoliciesCommand(environment))
        .addSubcommand(new NotificationsCommand(environment))
        .addSubcommand(new CheckCommand(environment))
        .addSubcommand(new CopyCommand(environment))
        .addSubcommand(new VerifyCommand(environment))
        .addSubcommand(new BackfillCommand(environment))
        .addSubcommand(new ReconcileCommand(environment))
        .addSubcommand(new RedriveCommand(environment))
        .addSubcommand(new RunCommand(environment))
        .addSubcommand(new GenerateCompletion())
        .addSubcommand(new HelpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(writer(out))
        .setErr(writer(err))
        .setParameterExceptionHandler(S3SyncCli::wrong)
        .setExecutionExceptionHandler(S3SyncCli::failed);
  }

  /**
   * Writes UTF-8, so that keys in any language are printed, whatever the locale of the terminal.
   */
  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static int wrong(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    List<String> near =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String help = command.getCommandSpec().qualifiedName() + " --help";
    command
        .getErr()
        .println(
            "s3sync: "
                + LogText.of(String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""))
                + (near.isEmpty() ? "" : ", did you mean " + near.get(0) + "?")
                + "; '"
                + help
                + "' lists the options");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /**
   * Prints one line for an error that the caller can correct, and a stack trace for an unexpected
   * one.
   */
  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof InvalidConfigException || e instanceof UsageException) {
      return ended(command, e, command.getCommandSpec().exitCodeOnInvalidInput());
    }
    if (e instanceof SdkException || e instanceof UncheckedIOException) {
      return ended(command, e, command.getCommandSpec().exitCodeOnExecutionException());
    }
    throw e;
  }

  private static int ended(CommandLine command, Exception e, int exitCode) {
    command.getErr().println("s3sync: " + LogText.of(String.valueOf(e.getMessage())));
    return exitCode;
  }
}
