package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares CopyObject of small objects with each of the SDK's HTTP clients, with few threads and
 * many.
 */
final class HttpClients {

  private static final int OBJECTS = 200;

  private HttpClients() {}

  /** Arguments: the number of copies in a round, and the number of rounds. */
  public static void main(String[] args) {
    int copies = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 11;
    try (ServerProcess server = ServerProcess.start("fake")) {
      List<Small> objects;
      try (S3Client client = S3Http.APACHE5.client(server.endpoint())) {
        objects = SmallObjects.put(client, OBJECTS);
      }
      for (int threads : List.of(1, 16, 32)) {
        System.err.printf("%d threads ", threads);
        Rounds.print(
            threads + " threads, beside " + S3Http.APACHE5,
            measure(server.endpoint(), new Rounds(threads, copies, rounds), objects));
        countConnections(server.endpoint(), threads, copies, objects);
      }
    }
  }

  private static List<Rounds.Result> measure(URI endpoint, Rounds rounds, List<Small> objects) {
    List<S3Client> clients = new ArrayList<>();
    List<Contender> contenders = new ArrayList<>();
    for (S3Http http : S3Http.values()) {
      S3Client client = http.client(endpoint);
      clients.add(client);
      contenders.add(new Contender(http.name(), small -> Throughput.copy(client, small)));
    }
    try {
      return rounds.run(contenders, objects);
    } finally {
      clients.forEach(S3Client::close);
    }
  }

  /**
   * Counts connections without measuring time, since the relay costs more than the measured
   * difference.
   */
  private static void countConnections(URI endpoint, int threads, int copies, List<Small> objects) {
    for (S3Http http : S3Http.values()) {
      try (CountingRelay relay = CountingRelay.to(endpoint);
          S3Client client = http.client(relay.endpoint())) {
        new Rounds(threads, copies, 0)
            .run(
                List.of(new Contender(http.name(), small -> Throughput.copy(client, small))),
                objects);
        System.out.printf(
            "  %-34s %d TCP connections for %d copies%n",
            http, relay.connections(), copies * Rounds.WARM_UPS);
      }
    }
  }
}
