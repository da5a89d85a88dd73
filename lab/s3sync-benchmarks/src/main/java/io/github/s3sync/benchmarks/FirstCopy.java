package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs in the JVMs that {@link ColdStart} starts: makes one copy, then waits to be measured. */
final class FirstCopy {

  private FirstCopy() {}

  /** Arguments: the HTTP client, the server's address and the object's key. */
  public static void main(String[] args) throws IOException {
    try (S3Client client = S3Http.valueOf(args[0]).client(URI.create(args[1]))) {
      Throughput.copy(client, new Small(args[2], ""));
      System.out.println("copied");
      System.in.read();
    }
  }
}
