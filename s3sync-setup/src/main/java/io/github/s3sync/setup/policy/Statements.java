package io.github.s3sync.setup.policy;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Combines grants into few statements, in an order that depends only on the grants. */
final class Statements {

  private final IamPolicy.Builder policy = IamPolicy.builder();
  private final Map<Purpose, Integer> counts = new EnumMap<>(Purpose.class);

  /** Adds grants; resources that need the same actions share a statement. */
  Statements add(Collection<Grant> grants, UnaryOperator<IamStatement.Builder> each) {
    Map<Purpose, SortedMap<String, SortedSet<String>>> topics = new EnumMap<>(Purpose.class);
    for (Grant grant : grants) {
      topics
          .computeIfAbsent(grant.purpose(), t -> new TreeMap<>())
          .computeIfAbsent(grant.resource(), r -> new TreeSet<>())
          .add(grant.action());
    }
    topics.forEach((purpose, needed) -> add(purpose, needed, each));
    return this;
  }

  IamPolicy policy() {
    return policy.build();
  }

  private void add(
      Purpose purpose,
      SortedMap<String, SortedSet<String>> actionsByResource,
      UnaryOperator<IamStatement.Builder> each) {
    SortedMap<String, SortedSet<String>> resourcesByActions = new TreeMap<>();
    actionsByResource.forEach(
        (resource, actions) ->
            resourcesByActions
                .computeIfAbsent(String.join(" ", actions), a -> new TreeSet<>())
                .add(resource));
    resourcesByActions.forEach(
        (actions, resources) -> {
          IamStatement.Builder statement =
              IamStatement.builder().sid(nextSid(purpose)).effect(IamEffect.ALLOW);
          for (String action : List.of(actions.split(" "))) {
            statement.addAction(action);
          }
          resources.forEach(statement::addResource);
          if (purpose == Purpose.USE_KEYS) {
            // Allow the key only for use by S3.
            statement.addCondition(
                IamConditionOperator.STRING_LIKE, "kms:ViaService", Arns.s3Of(resources.first()));
          }
          policy.addStatement(each.apply(statement).build());
        });
  }

  /** Returns an unused statement id: ids must be unique within a policy. */
  private String nextSid(Purpose purpose) {
    int number = counts.merge(purpose, 1, Integer::sum);
    return number == 1 ? purpose.sid() : purpose.sid() + number;
  }
}
