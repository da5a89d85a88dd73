package io.github.s3sync.benchmarks;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Streams one large object through a JVM with a small heap. Arguments: its size in GiB, the heap in
 * MB, the number of concurrent parts, and their size in MiB. The server runs in a separate JVM and
 * generates the content. It does not store parts that equal the generated content, and has no
 * memory for other parts.
 */
final class StreamedObject {

  private static final long GIB = 1L << 30;
  private static final int SAMPLES = 20;
  private static final int SAMPLE_BYTES = 1 << 20;

  private StreamedObject() {}

  public static void main(String[] args) {
    long bytes = GIB * (args.length > 0 ? Integer.parseInt(args[0]) : 10);
    String heap = args.length > 1 ? args[1] : "64";
    String atOnce = args.length > 2 ? args[2] : "2";
    String part = args.length > 3 ? args[3] : "8";
    System.out.printf(
        "%d bytes, heap %s MB, %s parts of %s MiB at once%n%s%n",
        bytes, heap, atOnce, part, Streamer.HEAD);
    for (String how : List.of("s3sync", "bytes", "s3sync")) {
      try (ServerProcess server = ServerProcess.start("generated", Long.toString(bytes))) {
        Process streamer =
            ChildJvm.start(
                List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC"),
                System.getProperty("java.class.path"),
                List.of(Streamer.class.getName(), how, server.endpoint().toString(), atOnce, part));
        String line = ChildJvm.firstLine(streamer);
        System.out.println(line);
        if (!line.contains("OutOfMemoryError")) {
          compare(server.endpoint(), bytes);
        }
      }
    }
  }

  private static void compare(URI endpoint, long bytes) {
    Random random = new Random(1);
    try (S3Client s3 = Streamer.client(endpoint)) {
      for (int i = 0; i < SAMPLES; i++) {
        long at = (long) (random.nextDouble() * (bytes - SAMPLE_BYTES));
        if (!Arrays.equals(read(s3, "src", at), read(s3, "dst", at))) {
          throw new IllegalStateException("the replica differs near " + at);
        }
      }
    }
  }

  private static byte[] read(S3Client s3, String bucket, long at) {
    String range = "bytes=" + at + "-" + (at + SAMPLE_BYTES - 1);
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(ServerProcess.GENERATED).range(range))
        .asByteArray();
  }
}
