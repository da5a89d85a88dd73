package io.github.s3sync.cli;

import io.github.s3sync.cli.option.S3UriConverter;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import io.github.s3sync.service.ConfiguredClient;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Contains the options for resuming a run that was interrupted. */
final class CheckpointOptions {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Store how far the run has come in a file, or at s3://bucket/key, every 15 seconds and"
              + " when the run is interrupted. Deleted after a complete run.")
  private @Nullable String location;

  @Option(
      names = "--resume",
      description =
          "Continue the run of the checkpoint, with the same rules and options. Reports are"
              + " continued. Without a checkpoint, the run starts from the beginning.")
  private boolean resume;

  boolean isGiven() {
    return location != null || resume;
  }

  /** Opens the checkpoint; the caller closes it. */
  Opened open(Map<String, String> variables, PrintWriter err) {
    if (location == null) {
      if (resume) {
        throw new UsageException("--resume is given without --checkpoint, expected both");
      }
      return new Opened(null, null, false);
    }
    if (!location.startsWith("s3://")) {
      try {
        return opened(CheckpointStore.file(Path.of(location)), null, err);
      } catch (InvalidPathException e) {
        throw new UsageException("--checkpoint is not a valid file name: " + e.getMessage(), e);
      }
    }
    Variables settings = new Variables(variables);
    boolean aws = settings.endpoint("AWS_ENDPOINT_URL_S3") == null;
    S3Client client =
        ConfiguredClient.of(
            S3Client.builder().crossRegionAccessEnabled(aws).forcePathStyle(!aws),
            "AWS_ENDPOINT_URL_S3",
            settings);
    try {
      return opened(
          CheckpointStore.s3(client, S3UriConverter.read(location, "--checkpoint")), client, err);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private Opened opened(CheckpointStore store, @Nullable S3Client client, PrintWriter err) {
    boolean exists;
    try {
      exists = store.read() != null;
    } catch (CheckpointException e) {
      throw shown(e);
    }
    if (!resume) {
      if (exists) {
        // Refused here already, before the reports of that run are overwritten.
        throw shown(
            new CheckpointException(
                CheckpointException.Reason.EXISTS,
                "the checkpoint " + store + " exists; resume its run, or delete it to start again",
                null));
      }
      return new Opened(store, client, false);
    }
    err.println(
        exists
            ? "resuming the run of the checkpoint " + store
            : "there is no checkpoint " + store + ", the run starts from the beginning");
    return new Opened(store, client, exists);
  }

  /**
   * Returns the exception that the command line reports in one line, with the exit code for wrong
   * use or for a failure.
   */
  static RuntimeException shown(CheckpointException e) {
    return switch (e.reason()) {
      case EXISTS -> new UsageException(e.getMessage() + " (--resume resumes it)", e);
      case OTHER_RUN, CORRUPT, MISPLACED -> new UsageException(String.valueOf(e.getMessage()), e);
      case UNREADABLE, UNWRITABLE -> SdkException.create(e.getMessage(), e);
    };
  }

  /** Holds the checkpoint of one run. */
  static final class Opened implements AutoCloseable {

    private final @Nullable CheckpointStore store;
    private final @Nullable S3Client client;
    private final boolean resumes;

    private Opened(@Nullable CheckpointStore store, @Nullable S3Client client, boolean resumes) {
      this.store = store;
      this.client = client;
      this.resumes = resumes;
    }

    /** Returns whether the run continues another run. */
    boolean resumes() {
      return resumes;
    }

    void set(ReconcilerBuilder builder) {
      if (store != null) {
        builder.checkpoint(store);
      }
      if (resumes) {
        builder.resume();
      }
    }

    /** Says how a run that is not complete can be resumed. */
    void print(PrintWriter err, RunResult result) {
      switch (result.checkpoint()) {
        case NONE -> {
          if (result.stopped()) {
            err.println(
                "the run was interrupted and cannot be resumed, because --checkpoint was not"
                    + " given");
          }
        }
        case SAVED ->
            err.println(
                "the run is not complete; to resume it, repeat the command with --resume"
                    + " (checkpoint "
                    + store
                    + ")");
        case NOT_SAVED ->
            err.println(
                "the last state of the run was not stored; an earlier checkpoint may exist at "
                    + store);
        case DELETED -> {}
      }
    }

    @Override
    public void close() {
      if (client != null) {
        client.close();
      }
    }
  }
}
