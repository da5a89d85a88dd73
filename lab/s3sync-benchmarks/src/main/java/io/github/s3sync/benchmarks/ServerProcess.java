package io.github.s3sync.benchmarks;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.ListingServer;
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
 * Runs an S3 or SQS server in a separate JVM, so that its heap and CPU time do not count as the
 * client's. S3 has the buckets {@code src} and {@code dst}, SQS has no queues. The process ends
 * when its input does: with {@link #close()}, or with this JVM.
 */
final class ServerProcess implements AutoCloseable {

  /** The key with which S3Proxy checks signatures; the fake ignores it. */
  static final String ACCESS_KEY = "test";

  static final String SECRET_KEY = "test";

  /** The delay of the answer to a CopyObject in {@code slow}. */
  static final Duration SLOW_COPY = Duration.ofMillis(50);

  /** The delay of the answer to an UploadPartCopy in {@code parts}. */
  static final Duration SLOW_PART = Duration.ofMillis(100);

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The key of the object in {@code generated}. */
  static final String GENERATED = "generated";

  /**
   * Starts {@code fake}, {@code slow}, {@code parts}, {@code s3proxy} or {@code sqs}, a fake with a
   * {@code generated} object of the given size, or a {@code listing} of the given number of
   * objects; returns when it is ready.
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

  /** Returns the CPU time so far in seconds; 0 if the system does not tell. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Runs in the child process. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // A library may print to the standard output, which is reserved for the address.
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
      case "listing" -> {
        try (ListingServer s3 = ListingServer.start(Long.parseLong(args[1]))) {
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
      default -> throw new IllegalArgumentException("unknown server: " + args[0]);
    }
  }

  /** Clears the fake's record of requests, whose cost grows with its length. */
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
      // No data is sent; only the end of the input matters.
    }
  }
}
