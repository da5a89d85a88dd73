package io.github.s3sync.benchmarks;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Compares two equal buckets of a listing server: s3sync, a bare parallel listing of both sides by
 * the SDK with the ranges known in advance, and {@code rclone}, {@code aws} and {@code s5cmd} if
 * they are installed. The contenders run in turn.
 */
final class Compare {

  private static final int THREADS = 16;

  /** The number of objects in a folder of the listing server. */
  private static final int FOLDER = 10_000;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private Compare() {}

  /** Arguments: the number of objects of each bucket, and the number of rounds. */
  public static void main(String[] args) {
    long objects = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    try (ServerProcess server = ServerProcess.start("listing", Long.toString(objects));
        S3Client client = S3Http.APACHE5.client(server.endpoint())) {
      Map<String, Runnable> contenders = new LinkedHashMap<>();
      contenders.put("bare parallel listing of both sides", () -> listAll(client, objects));
      contenders.put("s3sync, side by side", () -> verify(client, objects, KeyMapper.same()));
      contenders.put("s3sync, by means of a table", () -> verify(client, objects, equalKeys()));
      CommandOnPath commands =
          new CommandOnPath(server.endpoint(), S3Http.credentials().resolveCredentials());
      for (Peer peer : Peer.all(server.endpoint())) {
        if (peer.isInstalled()) {
          contenders.put(peer.name(), () -> peer.run(commands));
        } else {
          System.out.println(peer.name() + ": not installed");
        }
      }
      Map<String, Samples> seconds = new LinkedHashMap<>();
      Map<String, Samples> servers = new LinkedHashMap<>();
      for (int round = -1; round < rounds; round++) {
        for (Map.Entry<String, Runnable> contender : contenders.entrySet()) {
          double cpu = server.cpuSeconds();
          long start = System.nanoTime();
          contender.getValue().run();
          double time = (System.nanoTime() - start) / 1e9;
          if (round >= 0) {
            String name = contender.getKey();
            seconds.computeIfAbsent(name, n -> new Samples()).add(time);
            double share = (server.cpuSeconds() - cpu) / time / PROCESSORS;
            servers.computeIfAbsent(name, n -> new Samples()).add(100 * share);
          }
          System.err.print('.');
        }
      }
      System.out.printf("%n%,d objects a side, %d rounds%n", objects, rounds);
      Samples base = sample(seconds, contenders.keySet().iterator().next());
      seconds.forEach(
          (name, samples) ->
              System.out.printf(
                  "  %-38s %,10.0f keys/s (median here), server %2.0f %% of the CPUs, time, ratio:"
                      + " %s%n",
                  name,
                  2 * objects / samples.median(),
                  sample(servers, name).median(),
                  samples.by(base)));
    }
  }

  private static Samples sample(Map<String, Samples> all, String name) {
    return java.util.Objects.requireNonNull(all.get(name));
  }

  /** Returns a mapping of each key to itself, of which s3sync does not know that it keeps order. */
  private static KeyMapper equalKeys() {
    Pattern parts = Pattern.compile("data/([0-9]+)/([0-9]+)");
    return KeyMapper.oneToOne(KeyMapper.template("data/{1}/{2}", parts));
  }

  private static void verify(S3Client client, long objects, KeyMapper mapper) {
    CopyRules rules = CopyRules.of(CopyRule.named("r").from("src").to("dst", mapper).build());
    RunResult result =
        Reconciler.builder(Mode.VERIFY, rules, S3Clients.of(client)).listers(THREADS).build().run();
    if (result.exitCode() != RunResult.EXIT_EQUAL || result.total().found() != objects) {
      throw new IllegalStateException("found " + result.total().found());
    }
  }

  private static void listAll(S3Client client, long objects) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Long>> folders = new ArrayList<>();
      for (long first = 0; first < objects; first += FOLDER) {
        String prefix = "data/" + (10_000 + first / FOLDER) + "/";
        for (String bucket : List.of("src", "dst")) {
          folders.add(pool.submit(() -> list(client, bucket, prefix)));
        }
      }
      long found = 0;
      for (Future<Long> folder : folders) {
        found += folder.get();
      }
      if (found != 2 * objects) {
        throw new IllegalStateException("listed " + found);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static long list(S3Client client, String bucket, String prefix) {
    long found = 0;
    String token = null;
    do {
      String next = token;
      ListObjectsV2Response page =
          client.listObjectsV2(r -> r.bucket(bucket).prefix(prefix).continuationToken(next));
      found += page.contents().size();
      token = page.nextContinuationToken();
    } while (token != null);
    return found;
  }
}
