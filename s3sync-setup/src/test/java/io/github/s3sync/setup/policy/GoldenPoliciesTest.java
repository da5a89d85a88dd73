package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/** Compares all policies of a feature as text; {@code -Dgolden.write=true} writes the files. */
class GoldenPoliciesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/policies");
  private static final IamPolicyWriter WRITER = IamPolicyWriter.builder().prettyPrint(true).build();

  @ParameterizedTest
  @EnumSource(Feature.class)
  void policies_ofAFeature_areThoseOfItsFile(Feature feature) throws IOException {
    Path file = GOLDEN.resolve(feature.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt");
    String text = text(feature.policies());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private static String text(SyncPolicies policies) {
    return section("identity", policies.identities())
        + section("trust", policies.trust())
        + section("bucket", policies.buckets())
        + section("key", policies.keys());
  }

  private static String section(String kind, SortedMap<String, IamPolicy> policies) {
    StringBuilder text = new StringBuilder();
    policies.forEach(
        (name, policy) ->
            text.append("# ")
                .append(kind)
                .append(' ')
                .append(name)
                .append('\n')
                .append(policy.toJson(WRITER))
                .append("\n\n"));
    return text.toString();
  }
}
