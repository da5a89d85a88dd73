package io.github.s3sync.setup.policy;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Role;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Generates the trust policy of a role: who may assume it, and with which external ID. */
final class TrustPolicy {

  private TrustPolicy() {}

  /**
   * Returns the policy of a role.
   *
   * @param role the ARN of the role
   * @param principals the ARNs of the principals that assume it
   * @param rules the rules, which may contain its external ID
   */
  static IamPolicy of(String role, Set<String> principals, CopyRules rules) {
    IamStatement.Builder statement =
        IamStatement.builder()
            .sid("AssumedByS3Sync")
            .effect(IamEffect.ALLOW)
            .addAction("sts:AssumeRole");
    principals.forEach(by -> statement.addPrincipal(IamPrincipalType.AWS, by));
    List<String> externalIds = externalIds(role, rules);
    if (!externalIds.isEmpty()) {
      statement.addConditions(IamConditionOperator.STRING_EQUALS, "sts:ExternalId", externalIds);
    }
    return IamPolicy.builder().addStatement(statement.build()).build();
  }

  private static List<String> externalIds(String role, CopyRules rules) {
    SortedSet<String> ids = new TreeSet<>();
    for (CopyRule rule : rules.rules()) {
      List<Access> sides = new ArrayList<>(List.of(rule.sourceAccess()));
      rule.destinations().forEach(destination -> sides.add(destination.access()));
      for (Access side : sides) {
        Role wanted = side.role();
        if (wanted != null && wanted.arn().equals(role)) {
          if (wanted.externalId() == null) {
            return List.of();
          }
          ids.add(wanted.externalId());
        }
      }
    }
    return List.copyOf(ids);
  }
}
