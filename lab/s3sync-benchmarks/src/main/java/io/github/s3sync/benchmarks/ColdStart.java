package io.github.s3sync.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Measures the time of a new JVM to its first completed CopyObject, with each of the SDK's HTTP
 * clients.
 */
final class ColdStart {

  private ColdStart() {}

  /** Argument: the number of JVMs for each client. */
  public static void main(String[] args) {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    List<S3Http> clients = List.of(S3Http.values());
    List<Starts> all = clients.stream().map(http -> new Starts(http.name())).toList();
    try (ServerProcess server = ServerProcess.start("fake")) {
      String key;
      try (S3Client client = S3Http.APACHE5.client(server.endpoint())) {
        key = SmallObjects.put(client, 1).get(0).key();
      }
      for (int run = 0; run <= runs; run++) {
        for (int i = 0; i < clients.size(); i++) {
          Starts into = run == 0 ? new Starts("warm-up") : all.get(i);
          start(clients.get(i), server.endpoint(), key, into);
        }
        System.err.print(".");
      }
    }
    System.err.println();
    Starts.print("JVM start to first CopyObject, beside " + S3Http.APACHE5, all);
    for (S3Http http : clients) {
      System.out.printf(Locale.ROOT, "  %-34s brings %.1f MB of jars%n", http, http.jarMegabytes());
    }
  }

  private static void start(S3Http http, URI endpoint, String key, Starts into) {
    String classpath = ChildJvm.classpath(jar -> Jars.ofServers(jar) || othersNeed(http, jar));
    long began = System.nanoTime();
    Process process =
        ChildJvm.start(
            Jars.LAMBDA_OPTIONS,
            classpath,
            List.of(FirstCopy.class.getName(), http.name(), endpoint.toString(), key));
    try {
      ChildJvm.firstLine(process);
      double seconds = (System.nanoTime() - began) / 1e9;
      into.add(seconds, ChildJvm.cpu(process.toHandle()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean othersNeed(S3Http http, String jar) {
    List<S3Http> others = new ArrayList<>(List.of(S3Http.values()));
    others.remove(http);
    return !http.needs(jar) && others.stream().anyMatch(other -> other.needs(jar));
  }
}
