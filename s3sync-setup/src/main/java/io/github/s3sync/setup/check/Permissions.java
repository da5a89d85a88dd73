package io.github.s3sync.setup.check;

import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.finding.Statement;
import io.github.s3sync.setup.policy.Grant;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/** Turns grants into statements that can be pasted into a policy. */
final class Permissions {

  private static final IamPolicyWriter JSON = IamPolicyWriter.builder().prettyPrint(true).build();

  private Permissions() {}

  static Permission of(Grant grant, SyncPolicies policies) {
    List<Statement> statements = new ArrayList<>();
    statements.add(new Statement(grant.principal(), policies.identity(grant).toJson(JSON)));
    policies
        .holder(grant)
        .ifPresent(policy -> statements.add(new Statement(grant.holder(), policy.toJson(JSON))));
    return new Permission(grant.action(), grant.resource(), grant.principal(), statements);
  }
}
