package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.s3sync.S3Sync;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the packages form a line, and the other rules for all packages. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(S3Sync.class.getProtectionDomain().getCodeSource().getLocation());

  static List<ArchRule> rules() {
    return new HouseRules("io.github.s3sync").all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void core_eachRule_holds(ArchRule rule) {
    rule.check(CORE);
  }

  @Test
  void core_isWhatWasLookedAt() {
    assertThat(CORE).hasSizeGreaterThan(50);
    assertThat(CORE.contain("io.github.s3sync.S3Sync")).isTrue();
  }
}
