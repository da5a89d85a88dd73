package io.github.s3sync.benchmarks;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.SqsServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An S3 or SQS server in a JVM of its own, so that neither its heap nor its CPU time is taken for
 * the client's. S3 has the buckets {@code src} and {@code dst}, SQS no queues. It ends when its
 * input does: with {@link #close()}, and with this JVM at the latest.
 */
final class ServerProcess implements AutoCloseable {

  /** What S3Proxy checks signatures with, and the fake does not look at. */
  static final String ACCESS_KEY = "test";

  static final String SECRET_KEY = "test";

  /** How long {@code slow} keeps the answer to a CopyObject. */
  static final Duration SLOW_COPY = Duration.ofMillis(50);

  /** How long {@code parts} keeps the answer to an UploadPartCopy. */
  static final Duration SLOW_PART = Duration.ofMillis(100);

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The key of the object that {@code generated} has. */
  static final String GENERATED = "generated";

  /**
   * Starts {@code fake}, {@code slow}, {@code parts}, {@code s3proxy} or {@code sqs}, or a fake
   * with a {@code generated} object of so many bytes; then it answers.
   */
  static ServerProcess start(String... kind) {
    Process process =
        ChildJvm.start(
            List.of("-Xmx2g"),
            System.getProperty("java.class.path"),
            Stream.concat(Stream.of(ServerProcess.class.getName()), Stream.of(kind)).toList());
    return new ServerProcess(process, URI.create(ChildJvm.firstLine(process)));
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The child's side. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // A library may print to the standard output, which is for the address alone.
    PrintStream out = System.out;
    System.setOut(System.err);
    switch (args[0]) {
      case "fake", "slow", "parts", "generated" -> {
        try (FakeS3 s3 = FakeS3.start()) {
          s3.createBucket("src");
          s3.createBucket("dst");
          switch (args[0]) {
            case "slow" -> s3.always("CopyObject", Fault.delayAfter(SLOW_COPY));
            case "parts" -> {
              s3.always("UploadPartCopy", Fault.delayAfter(SLOW_PART));
              long bytes = LargeObject.PARTS * LargeObject.PART_BYTES;
              s3.putSynthetic("src", LargeObject.KEY, bytes, Map.of());
            }
            case "generated" ->
                s3.putSynthetic("src", GENERATED, Long.parseLong(args[1]), Map.of());
            default -> {}
          }
          forgetRequests(s3);
          out.println(s3.endpoint());
          waitForEnd();
        }
      }
      case "s3proxy" -> {
        try (S3ProxyServer s3 =
            S3ProxyServer.builder().identity(ACCESS_KEY, SECRET_KEY, "src", "dst").start()) {
          s3.createBucket("src");
          s3.createBucket("dst");
          out.println(s3.endpoint());
          waitForEnd();
        }
      }
      case "sqs" -> {
        try (SqsServer sqs = SqsServer.start()) {
          out.println(sqs.endpoint());
          waitForEnd();
        }
      }
      default -> throw new IllegalArgumentException("no such server: " + args[0]);
    }
  }

  /** The fake keeps what it was sent, in a list that costs more the longer it is. */
  private static void forgetRequests(FakeS3 s3) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(20);
                  s3.clearRequests();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "forget-requests");
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitForEnd() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is sent; the end is what counts.
    }
  }
}
