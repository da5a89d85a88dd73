package io.github.s3sync.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Run over the corpus by every build, and for as long as one likes by the profile {@code fuzz}. */
class EnvironmentReaderFuzz {

  static Stream<byte[]> corpus() {
    return Corpus.environments().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("corpus")
  @FuzzTest
  void read(byte[] text) {
    EnvironmentReaderTarget.check(new String(text, StandardCharsets.UTF_8));
  }
}
