package io.github.s3sync.policy;

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

/** Turns what is needed into few statements, in an order that depends on nothing else. */
final class Statements {

  private Statements() {}

  /** A policy in which resources that need the same actions share a statement. */
  static IamPolicy policy(Collection<Grant> grants, UnaryOperator<IamStatement.Builder> each) {
    IamPolicy.Builder policy = IamPolicy.builder();
    Map<Topic, SortedMap<String, SortedSet<String>>> topics = new EnumMap<>(Topic.class);
    for (Grant grant : grants) {
      topics
          .computeIfAbsent(grant.topic(), t -> new TreeMap<>())
          .computeIfAbsent(grant.resource(), r -> new TreeSet<>())
          .add(grant.action());
    }
    topics.forEach((topic, needed) -> add(policy, topic, needed, each));
    return policy.build();
  }

  private static void add(
      IamPolicy.Builder policy,
      Topic topic,
      SortedMap<String, SortedSet<String>> actionsByResource,
      UnaryOperator<IamStatement.Builder> each) {
    SortedMap<String, SortedSet<String>> resourcesByActions = new TreeMap<>();
    actionsByResource.forEach(
        (resource, actions) ->
            resourcesByActions
                .computeIfAbsent(String.join(" ", actions), a -> new TreeSet<>())
                .add(resource));
    int number = 1;
    for (Map.Entry<String, SortedSet<String>> entry : resourcesByActions.entrySet()) {
      IamStatement.Builder statement =
          IamStatement.builder()
              .sid(topic.sid() + (number == 1 ? "" : String.valueOf(number)))
              .effect(IamEffect.ALLOW);
      for (String action : List.of(entry.getKey().split(" "))) {
        statement.addAction(action);
      }
      entry.getValue().forEach(statement::addResource);
      if (topic == Topic.USE_KEYS) {
        // Only for S3's own use of them.
        statement.addCondition(
            IamConditionOperator.STRING_LIKE,
            "kms:ViaService",
            Arns.s3Of(entry.getValue().first()));
      }
      policy.addStatement(each.apply(statement).build());
      number++;
    }
  }
}
