package io.github.s3sync.fuzz;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Finds errors that fuzzing would find immediately. */
class EnvironmentReaderMutationTest {

  @Provide
  Arbitrary<String> texts() {
    return Mutation.of(Corpus.environments().toList());
  }

  /** Each try creates clients, which takes longer than reading. */
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void read_mutatedText_keepsItsPromises(@ForAll("texts") String text) {
    EnvironmentReaderTarget.check(text);
  }
}
