package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.ListingServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Verifies buckets in a small heap. {@code -Dcomparison.objects=N} sets the number of objects of
 * each bucket.
 */
class SmallHeapIT {

  private static final long OBJECTS = Long.getLong("comparison.objects", 50_000);

  /** 10 million objects need 64 MB if their order is kept, and 512 MB otherwise. */
  @ParameterizedTest
  @CsvSource({"ordered, 64", "table, 512"})
  void verify_manyObjectsInASmallHeap_neverExhaustsIt(String kind, int heap) throws Exception {
    try (ListingServer s3 = ListingServer.start(OBJECTS)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap + "m",
                  "-XX:+UseSerialGC",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ComparingProcess.class.getName(),
                  s3.endpoint().toString(),
                  kind)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      System.out.println(kind + ", " + s3.requests() + " requests: " + output);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).contains("exit code 0, found " + OBJECTS + ", same " + OBJECTS + ",");
      // Two listings, and for a table a third; some pages more for each range.
      long pages = OBJECTS / 1_000 * (kind.equals("table") ? 3 : 2);
      assertThat(s3.requests()).isBetween(pages, pages + pages / 4 + 300);
    }
  }
}
