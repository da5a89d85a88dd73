package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;

/** What a fresh JVM does in {@link ColdStart}: one copy, then it waits to be measured. */
final class FirstCopy {

  private FirstCopy() {}

  /** Takes the HTTP client, the server's address and the object's key. */
  public static void main(String[] args) throws IOException {
    try (S3Client client = S3Http.valueOf(args[0]).client(URI.create(args[1]))) {
      Throughput.copy(client, new Small(args[2], ""));
      System.out.println("copied");
      System.in.read();
    }
  }
}
