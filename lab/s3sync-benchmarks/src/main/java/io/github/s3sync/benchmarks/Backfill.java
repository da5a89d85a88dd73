package io.github.s3sync.benchmarks;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Copies all objects of a bucket to an empty prefix of another bucket of the same server: {@code
 * rclone copy} on the server side, the command {@code s3sync backfill}, and the library in this
 * JVM. The contenders run in turns, and the result of each of them is checked.
 *
 * <p>rclone runs once with its defaults, four copies at a time, and once with as many copies at a
 * time as s3sync. s3sync runs once as with Amazon S3, where a small object needs one request, and
 * once with verified copies, which is the default for other stores.
 */
final class Backfill {

  /** The number of copies at the same time: the default of the command {@code s3sync backfill}. */
  private static final int WORKERS = 64;

  private static final int LISTERS = 16;
  private static final int FOLDER = 1_000;

  private final S3Client client;
  private final CommandOnPath commands;
  private final int objects;

  private Backfill(S3Client client, CommandOnPath commands, int objects) {
    this.client = client;
    this.commands = commands;
    this.objects = objects;
  }

  /**
   * Arguments: the number of objects, the number of rounds, and the server: {@code fake}, {@code
   * slow}, {@code s3proxy}, or the address of a server that has the buckets {@code src} and {@code
   * dst}, both empty, for the default credentials.
   */
  public static void main(String[] args) {
    int objects = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    String server = args.length > 2 ? args[2] : "s3proxy";
    if (server.startsWith("http")) {
      measure(
          server,
          URI.create(server),
          DefaultCredentialsProvider.builder().build(),
          objects,
          rounds);
      return;
    }
    try (ServerProcess process = ServerProcess.start(server)) {
      measure(server, process.endpoint(), S3Http.credentials(), objects, rounds);
    }
  }

  private static void measure(
      String server, URI endpoint, AwsCredentialsProvider key, int objects, int rounds) {
    try (S3Client client = S3Http.APACHE5.client(endpoint, key)) {
      AwsCredentials credentials = key.resolveCredentials();
      new Backfill(client, new CommandOnPath(endpoint, credentials), objects).run(server, rounds);
    }
  }

  private void run(String server, int rounds) {
    put();
    Map<String, Consumer<String>> contenders = contenders();
    Map<String, Samples> seconds = new LinkedHashMap<>();
    contenders.keySet().forEach(name -> seconds.put(name, new Samples()));
    List<String> order = new ArrayList<>(contenders.keySet());
    for (int round = -1; round < rounds; round++) {
      for (String name : order) {
        String prefix = "round" + round + "/";
        long start = System.nanoTime();
        Objects.requireNonNull(contenders.get(name)).accept(prefix);
        double taken = (System.nanoTime() - start) / 1e9;
        requireReplicas(name, prefix);
        if (round >= 0) {
          Objects.requireNonNull(seconds.get(name)).add(taken);
        }
        System.err.print('.');
      }
      Collections.reverse(order);
    }
    empty("src", "");
    System.out.printf("%n%s, %,d objects, %d rounds%n", server, objects, rounds);
    Samples base = Objects.requireNonNull(seconds.get(contenders.keySet().iterator().next()));
    seconds.forEach(
        (name, samples) ->
            System.out.printf(
                "  %-34s time, ratio: %-24s (median here: %.1f s, %.0f objects/s)%n",
                name, samples.by(base), samples.median(), objects / samples.median()));
  }

  private Map<String, Consumer<String>> contenders() {
    Map<String, Consumer<String>> contenders = new LinkedHashMap<>();
    if (CommandOnPath.exists("rclone", "version")) {
      contenders.put("rclone copy", prefix -> rclone(prefix, List.of()));
      String workers = Integer.toString(WORKERS);
      contenders.put(
          "rclone copy, " + workers + " transfers",
          prefix -> rclone(prefix, List.of("--transfers", workers, "--checkers", workers)));
    }
    if (CommandOnPath.exists("s3sync", "--version")) {
      contenders.put("s3sync backfill, as with S3", prefix -> command(prefix, false));
      contenders.put("s3sync backfill, verified", prefix -> command(prefix, true));
    }
    contenders.put("in this JVM, as with S3", prefix -> library(prefix, false));
    contenders.put("in this JVM, verified", prefix -> library(prefix, true));
    return contenders;
  }

  private void rclone(String prefix, List<String> options) {
    List<String> command = new ArrayList<>(List.of("rclone", "copy", "--s3-no-check-bucket"));
    command.addAll(options);
    command.add(CommandOnPath.RCLONE_REMOTE + "src");
    command.add(CommandOnPath.RCLONE_REMOTE + "dst/" + prefix);
    commands.run(command, Map.of());
  }

  private void command(String prefix, boolean verified) {
    String rules =
        """
        {"rules": [{
          "name": "r",
          "source": {"bucket": "src"},
          "destination": {"bucket": "dst", "key": {"under": "%s"}},
          "options": {"acl": "none", "verify": %s}}]}
        """
            .formatted(prefix, verified);
    commands.run(
        List.of("s3sync", "backfill", "--yes", "--json", "--no-progress"),
        Map.of("S3SYNC_RULES", rules));
  }

  private void library(String prefix, boolean verified) {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .to("dst", KeyMapper.under(prefix))
                // S3Proxy answers 501 to the default ACL.
                .options(CopyOptions.builder().acl(null).verify(verified).build())
                .build());
    RunResult result =
        Reconciler.builder(Mode.BACKFILL, rules, S3Clients.of(client))
            .executor(S3CopyExecutor.builder(client).build())
            .listers(LISTERS)
            .workers(WORKERS)
            .build()
            .run();
    if (result.exitCode() != RunResult.EXIT_EQUAL) {
      throw new IllegalStateException(result.toString());
    }
  }

  private void put() {
    byte[] content = new byte[SmallObjects.BYTES];
    IntStream.range(0, objects)
        .parallel()
        .forEach(
            i ->
                client.putObject(
                    r -> r.bucket("src").key("in/%03d/%06d.json".formatted(i / FOLDER, i)),
                    RequestBody.fromBytes(content)));
  }

  /** Checks that each object has a replica, and deletes the replicas. */
  private void requireReplicas(String name, String prefix) {
    int found = empty("dst", prefix);
    if (found != objects) {
      throw new IllegalStateException(name + " copied " + found + " of " + objects);
    }
  }

  private int empty(String bucket, String prefix) {
    List<S3Object> all = new ArrayList<>();
    client
        .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(all::add);
    for (int from = 0; from < all.size(); from += 1_000) {
      List<ObjectIdentifier> keys =
          all.subList(from, Math.min(all.size(), from + 1_000)).stream()
              .map(object -> ObjectIdentifier.builder().key(object.key()).build())
              .toList();
      client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(keys).quiet(true)));
    }
    return all.size();
  }
}
