package io.github.s3sync.fuzz;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Finds errors that fuzzing would find immediately. */
class RulesReaderMutationTest {

  @Provide
  Arbitrary<String> texts() {
    return Mutation.of(Corpus.rules().toList());
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void read_mutatedText_keepsItsPromises(@ForAll("texts") String text) {
    RulesReaderTarget.check(text);
  }
}
