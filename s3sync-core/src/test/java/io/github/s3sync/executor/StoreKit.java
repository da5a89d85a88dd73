package io.github.s3sync.executor;

import io.github.s3sync.testing.LocalStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs the contract on any store, prints the results, and writes them as Markdown and JSON. Exits
 * with 1 if a replica that was reported as copied is not equal to its source, or if a store that
 * {@code docs/stores.md} lists can do less than it shows.
 *
 * <p>See {@link EndpointStore} for the variables; {@code S3SYNC_STORE_NAME} names the files, and
 * {@code S3SYNC_STORE_CHECKS} is an expression for the names of the checks to run. The arguments
 * are a folder for the files and, to start a store from Debian's packages, {@code ceph} or {@code
 * swift}.
 */
final class StoreKit {

  private static final int MAX_MESSAGE_CHARS = 500;
  private static final String CHECKS = EndpointStore.PREFIX + "CHECKS";

  private StoreKit() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    int status;
    try {
      if (args.length > 1) {
        try (LocalStore local = LocalStore.start(args[1])) {
          status = run(args[1], local.variables(), folder);
        }
      } else {
        Map<String, String> variables = System.getenv();
        String name = variables.getOrDefault(EndpointStore.PREFIX + "NAME", "store");
        status = run(name, variables, folder);
      }
    } catch (IllegalStateException | SdkException e) {
      System.err.println("the store cannot be tried: " + e.getMessage());
      status = 2;
    }
    // Idle connections would keep the process alive.
    System.exit(status);
  }

  private static int run(String name, Map<String, String> variables, Path folder) {
    StoreResults results;
    try (EndpointStore store = new EndpointStore(name, variables)) {
      System.out.println(
          store.address() + ", new buckets " + store.buckets().source() + " and others");
      results = run(store);
    }
    results.write(folder.resolve(name + ".json"));
    String page = StoresPage.ofOne(results) + "\n" + StoresPage.notes(results, Map.of());
    try {
      Files.writeString(folder.resolve(name + ".md"), page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("\n" + page + "\nwritten to " + folder.resolve(name) + ".md and .json");
    return status(results, StoreResults.FOLDER.resolve(name + ".json"));
  }

  /**
   * Returns the exit status. A store on {@code docs/stores.md} may have the gaps that the page
   * explains.
   */
  private static int status(StoreResults results, Path known) {
    if (Files.exists(known)) {
      List<String> lost = results.lost(StoreResults.read(known));
      if (!lost.isEmpty()) {
        System.out.println("No longer as docs/stores.md shows it: " + String.join("; ", lost));
        return 1;
      }
    }
    if (!results.has(Verdict.WRONG)) {
      return 0;
    }
    if (Files.exists(known) && !results.hasMore(Verdict.WRONG, StoreResults.read(known))) {
      System.out.println("WRONG in nothing but what docs/stores.md explains");
      return 0;
    }
    System.out.println("WRONG: a replica that is reported as copied is not as expected");
    return 1;
  }

  private static StoreResults run(StoreUnderTest store) {
    StoreResults results = new StoreResults(StoresPage.settings(store));
    System.out.println(
        "Checks without an equal replica, and why the copy, or even an upload, fails:\n");
    Pattern chosen = Pattern.compile(System.getenv().getOrDefault(CHECKS, ".*"));
    try (AwsLikeStore reference = new AwsLikeStore(store)) {
      Trial trial = new Trial(store, reference);
      Checks.ALL.forEach(
          (name, check) -> {
            if (!chosen.matcher(name).matches()) {
              return;
            }
            for (CopyPath path : CopyPath.values()) {
              Trial.Result result = trial.of(name, check, path);
              if (result.finding().verdict() == Verdict.RETRIED) {
                // As a poller would: the reason may pass.
                result = trial.of(name, check, path);
              }
              results.put(name, path, result.finding());
              if (result.error() != null) {
                System.out.printf(
                    "%s, %s: %s%n    %s%n",
                    name, path.words(), result.finding(), reason(result.error()));
              }
            }
          });
    }
    return results;
  }

  private static String reason(Throwable error) {
    String message = String.valueOf(error.getMessage()).strip();
    return message
        .substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS))
        .replace("\n", "\n    ");
  }
}
