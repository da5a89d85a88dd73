package io.github.s3sync.benchmarks;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.S3ProxyServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;

/**
 * An S3 server in a JVM of its own, so that neither its heap nor its CPU time is taken for the
 * client's. It has the buckets {@code src} and {@code dst}, and ends when its input does: with
 * {@link #close()}, and with this JVM at the latest.
 */
final class ServerProcess implements AutoCloseable {

  /** What S3Proxy checks signatures with, and the fake does not look at. */
  static final String ACCESS_KEY = "test";

  static final String SECRET_KEY = "test";

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts {@code fake} or {@code s3proxy}; it answers when this returns. */
  static ServerProcess start(String kind) {
    Process process =
        ChildJvm.start(
            List.of("-Xmx2g"),
            System.getProperty("java.class.path"),
            List.of(ServerProcess.class.getName(), kind));
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
      case "fake" -> {
        try (FakeS3 s3 = FakeS3.start()) {
          s3.createBucket("src");
          s3.createBucket("dst");
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
      default -> throw new IllegalArgumentException("expected fake or s3proxy, not " + args[0]);
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
