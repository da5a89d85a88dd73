package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

class PolicySizeTest {

  @Test
  void split_policyOfManyPrefixes_allowsTheSameInAcceptedParts() {
    IamPolicy whole = identity(policies(300));
    assertThat(PolicySize.INLINE_OF_ROLE.accepts(whole)).isFalse();

    List<IamPolicy> parts = PolicySize.MANAGED.split(whole);

    assertThat(parts).hasSizeGreaterThan(1).allMatch(PolicySize.MANAGED::accepts);
    assertThat(allowed(parts)).isEqualTo(allowed(List.of(whole)));
    // The number of parts is minimal: no two neighbours fit into one.
    for (int i = 1; i < parts.size(); i++) {
      assertThat(PolicySize.of(parts.get(i - 1)) + PolicySize.of(parts.get(i)))
          .isGreaterThan(PolicySize.MANAGED.max());
    }
  }

  @Test
  void split_acceptedPolicy_isOne() {
    IamPolicy whole = identity(policies(1));
    assertThat(PolicySize.MANAGED.split(whole)).hasSize(1);
    assertThat(PolicySize.MANAGED.split(whole).get(0).toJson()).isEqualTo(whole.toJson());
  }

  @Test
  void split_oneResourceThatIsTooLong_isRefused() {
    IamPolicy whole = identity(policies("x".repeat(7000)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolicySize.MANAGED.split(whole))
        .withMessageContaining("longer than the 6144 characters");
  }

  @Test
  void tooLong_bucketPolicyBeyondTheQuota_isNamed() {
    assertThat(policies(1).tooLong()).isEmpty();
    assertThat(policies(600).tooLong())
        .anyMatch(
            problem ->
                problem.startsWith("the policy of bucket dst has ")
                    && problem.contains("AWS accepts 20480"));
  }

  private static IamPolicy identity(SyncPolicies policies) {
    return Objects.requireNonNull(policies.identities().get(Feature.PRINCIPAL));
  }

  private static SyncPolicies policies(int prefixes) {
    return policies(
        IntStream.range(0, prefixes)
            .mapToObj("some/longer/prefix/number-%03d/"::formatted)
            .toArray(String[]::new));
  }

  private static SyncPolicies policies(String... prefixes) {
    List<CopyRule> rules = new ArrayList<>();
    for (String prefix : prefixes) {
      rules.add(
          CopyRule.named("r" + rules.size())
              .from("src")
              .prefix(prefix.length() > 1000 ? prefix.substring(0, 900) : prefix)
              .to("dst", KeyMapper.under(prefix))
              .build());
    }
    return SyncPolicies.of(CopyRules.of(rules.toArray(CopyRule[]::new)), Feature.PRINCIPAL)
        .account("src", "222222222222")
        .account("dst", "333333333333")
        .build();
  }

  /** Returns each action on each resource. */
  private static Set<String> allowed(List<IamPolicy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.statements().stream())
        .flatMap(
            s ->
                s.actions().stream()
                    .flatMap(a -> s.resources().stream().map(r -> a.value() + " " + r.value())))
        .collect(Collectors.toSet());
  }
}
