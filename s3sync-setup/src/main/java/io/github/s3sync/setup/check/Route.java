package io.github.s3sync.setup.check;

import io.github.s3sync.copy.S3Clients;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.TransferMode;
import io.github.s3sync.setup.policy.Grant;
import io.github.s3sync.setup.policy.Need;
import io.github.s3sync.setup.policy.SyncPolicies;
import io.github.s3sync.setup.policy.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/** The way from a rule's source to one of its destinations, and what is found on it. */
final class Route {

  private final CopyRule rule;
  private final Destination destination;
  private final S3Clients clients;
  private final @Nullable SyncPolicies policies;
  private final Predicate<S3Client> aws;
  private final @Nullable String queueArn;
  private final Findings findings;
  private final Set<Sender> senders = new LinkedHashSet<>();
  private boolean hasErrors;

  Route(
      CopyRule rule,
      Destination destination,
      S3Clients clients,
      @Nullable SyncPolicies policies,
      Predicate<S3Client> aws,
      @Nullable String queueArn,
      Findings findings) {
    this.rule = rule;
    this.destination = destination;
    this.clients = clients;
    this.policies = policies;
    this.aws = aws;
    this.queueArn = queueArn;
    this.findings = findings;
  }

  CopyRule rule() {
    return rule;
  }

  Destination destination() {
    return destination;
  }

  boolean streams() {
    return rule.options().transfer() == TransferMode.STREAM;
  }

  /** The ARN of the queue that notifications are expected in; null if none was given. */
  @Nullable String queueArn() {
    return queueArn;
  }

  /** Records what sends the notifications of the source bucket on to the queue, if not S3. */
  void sender(Sender sender) {
    senders.add(sender);
  }

  /** What sends the notifications of the source bucket to the queue. */
  Set<Sender> senders() {
    String bucket = rule.sourceBucket();
    return senders.isEmpty()
        ? Set.of(Sender.s3(partition(source(null)), bucket, sourceAccount()))
        : senders;
  }

  private @Nullable String sourceAccount() {
    return rule.sourceOwner() != null || policies == null
        ? rule.sourceOwner()
        : policies.accountOf(rule.sourceBucket());
  }

  /** As whom the source is read. */
  Access sourceAccess() {
    return streams() ? rule.sourceAccess() : destination.access();
  }

  @Nullable RequestPayer payer() {
    return rule.options().requestPayer() ? RequestPayer.REQUESTER : null;
  }

  S3Client source(@Nullable String region) {
    return clients.source(plan(region));
  }

  S3Client target() {
    return clients.destination(plan(null));
  }

  boolean isAws(S3Client client) {
    return aws.test(client);
  }

  /** An event as the rule would get it now. */
  ObjectEvent event(String key, @Nullable String region) {
    return ObjectEvent.builder(
            EventSource.EVENT_BRIDGE, EventKind.CREATED, rule.sourceBucket(), key)
        .time(Instant.now())
        .region(region)
        .build();
  }

  /** Only for finding clients, which do not look at keys. */
  private CopyPlan plan(@Nullable String region) {
    return new CopyPlan(
        event("any", region),
        rule,
        destination,
        new ObjectRef(rule.sourceBucket(), "any"),
        new ObjectRef(destination.bucket(), "any"));
  }

  /** Whether anything was found that keeps copies from being made. */
  boolean hasErrors() {
    return hasErrors;
  }

  void add(Severity severity, Check check, String subject, String message) {
    hasErrors |= severity == Severity.ERROR;
    findings.add(severity, check, rule.name(), subject, message);
  }

  void permission(Topic topic, String action, String subject, Verdict verdict) {
    permission(topic, action, null, subject, verdict);
  }

  /** Of one of several resources, such as the keys of both sides. */
  void permission(
      Topic topic, String action, @Nullable String resource, String subject, Verdict verdict) {
    Permission permission = permission(topic, action, resource);
    boolean about = verdict.check() == Check.PERMISSION;
    String consequence =
        about && verdict.isError() ? new Need(topic, action).consequence(rule).orElse(null) : null;
    hasErrors |= verdict.isError() && consequence == null;
    String text =
        switch (verdict.severity()) {
          case OK -> permission.action() + " is allowed";
          case ERROR ->
              !about
                  ? verdict.why()
                  : permission.action()
                      + " is not allowed"
                      + (consequence == null
                          ? ": "
                          : " and not required; without it " + consequence + ": ")
                      + verdict.why();
          case UNKNOWN, WARNING ->
              "whether " + permission.action() + " is allowed is not known: " + verdict.why();
        };
    findings.add(
        new Finding(
            consequence == null ? verdict.severity() : Severity.WARNING,
            verdict.check(),
            rule.name(),
            subject,
            text,
            about ? permission : null));
  }

  private Permission permission(Topic topic, String action, @Nullable String resource) {
    for (Grant grant : grants()) {
      if (grant.topic() == topic
          && grant.action().equals(action)
          && (resource == null || grant.resource().equals(resource))) {
        return Permissions.of(grant, policies());
      }
    }
    return new Permission(
        action, resource == null ? guess(topic, action) : resource, null, List.of());
  }

  /** The KMS key that the policies know for replicas; null if none. */
  @Nullable String replicaKey() {
    return grants().stream()
        .filter(grant -> grant.action().equals("kms:GenerateDataKey"))
        .map(Grant::resource)
        .findFirst()
        .orElse(null);
  }

  private List<Grant> grants() {
    return policies == null ? List.of() : new ArrayList<>(policies.grants(rule, destination));
  }

  private SyncPolicies policies() {
    if (policies == null) {
      throw new IllegalStateException("no policies, and a grant of them");
    }
    return policies;
  }

  /** What is known without policies: clients do not say whose keys and roles are meant. */
  private String guess(Topic topic, String action) {
    Need need = new Need(topic, action);
    return switch (topic) {
      case READ_SOURCES, FIND_SOURCES ->
          need.resource(partition(source(null)), rule.sourceBucket(), rule.prefix());
      case WRITE_REPLICAS, FIND_REPLICAS ->
          need.resource(
              partition(target()),
              destination.bucket(),
              destination.key().outputPrefix(rule.prefix()));
      case USE_KEYS, ASSUME_ROLES -> "*";
    };
  }

  private static String partition(S3Client client) {
    return PartitionMetadata.of(client.serviceClientConfiguration().region()).id();
  }
}
