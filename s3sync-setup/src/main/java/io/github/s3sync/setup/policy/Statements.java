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

/** Turns what is needed into few statements, in an order that depends on nothing else. */
final class Statements {

  private final IamPolicy.Builder policy = IamPolicy.builder();
  private final Map<Topic, Integer> counts = new EnumMap<>(Topic.class);

  /** Adds what is needed; resources that need the same actions share a statement. */
  Statements add(Collection<Grant> grants, UnaryOperator<IamStatement.Builder> each) {
    Map<Topic, SortedMap<String, SortedSet<String>>> topics = new EnumMap<>(Topic.class);
    for (Grant grant : grants) {
      topics
          .computeIfAbsent(grant.topic(), t -> new TreeMap<>())
          .computeIfAbsent(grant.resource(), r -> new TreeSet<>())
          .add(grant.action());
    }
    topics.forEach((topic, needed) -> add(topic, needed, each));
    return this;
  }

  IamPolicy policy() {
    return policy.build();
  }

  private void add(
      Topic topic,
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
              IamStatement.builder().sid(nextSid(topic)).effect(IamEffect.ALLOW);
          for (String action : List.of(actions.split(" "))) {
            statement.addAction(action);
          }
          resources.forEach(statement::addResource);
          if (topic == Topic.USE_KEYS) {
            // Only for S3's own use of them.
            statement.addCondition(
                IamConditionOperator.STRING_LIKE, "kms:ViaService", Arns.s3Of(resources.first()));
          }
          policy.addStatement(each.apply(statement).build());
        });
  }

  /** Statement ids must differ within one policy. */
  private String nextSid(Topic topic) {
    int number = counts.merge(topic, 1, Integer::sum);
    return number == 1 ? topic.sid() : topic.sid() + number;
  }
}
