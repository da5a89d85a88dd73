package io.github.s3sync.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Every build runs this over the corpus; the profile {@code fuzz} runs it for any duration. */
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
