package io.github.s3sync.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Every build runs this over the corpus; the profile {@code fuzz} runs it for any duration. */
class RulesReaderFuzz {

  static Stream<byte[]> corpus() {
    return Corpus.rules().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("corpus")
  @FuzzTest
  void read(byte[] text) {
    RulesReaderTarget.check(new String(text, StandardCharsets.UTF_8));
  }
}
