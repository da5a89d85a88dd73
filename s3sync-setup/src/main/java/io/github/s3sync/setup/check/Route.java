package io.github.s3sync.setup.check;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.setup.delivery.Sender;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Grant;
import io.github.s3sync.setup.policy.Purpose;
import io.github.s3sync.setup.policy.RequiredAction;
import io.github.s3sync.setup.policy.SyncPolicies;
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

/** Connects a rule's source with one of its destinations, and collects the findings on the way. */
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

  /** Returns the ARN of the queue that receives the notifications; null if no queue is set. */
  @Nullable String queueArn() {
    return queueArn;
  }

  /**
   * Records a service that delivers the notifications of the source bucket to the queue, other than
   * S3.
   */
  void sender(Sender sender) {
    senders.add(sender);
  }

  /** Returns the services that send the notifications of the source bucket to the queue. */
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

  /** Returns the access that reads the source. */
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

  /** Returns an event as the rule would receive it now. */
  ObjectEvent event(String key, @Nullable String region) {
    return ObjectEvent.builder(
            EventSource.EVENT_BRIDGE, EventKind.CREATED, rule.sourceBucket(), key)
        .time(Instant.now())
        .region(region)
        .build();
  }

  /** Returns a plan that is only used to look up clients, which do not depend on keys. */
  private CopyPlan plan(@Nullable String region) {
    return new CopyPlan(
        event("any", region),
        rule,
        destination,
        new ObjectRef(rule.sourceBucket(), "any"),
        new ObjectRef(destination.bucket(), "any"));
  }

  /** Returns whether an error was found that prevents copies. */
  boolean hasErrors() {
    return hasErrors;
  }

  void add(Severity severity, Check check, String subject, String message) {
    hasErrors |= severity == Severity.ERROR;
    findings.add(severity, check, rule.name(), subject, message);
  }

  void permission(Purpose purpose, String action, String subject, Verdict verdict) {
    permission(purpose, action, null, subject, verdict);
  }

  /** Adds a finding about one of several resources, such as the keys of both sides. */
  void permission(
      Purpose purpose, String action, @Nullable String resource, String subject, Verdict verdict) {
    Permission permission = permission(purpose, action, resource);
    boolean about = verdict.check() == Check.PERMISSION;
    String consequence =
        about && verdict.isError()
            ? new RequiredAction(purpose, action).consequence(rule).orElse(null)
            : null;
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

  private Permission permission(Purpose purpose, String action, @Nullable String resource) {
    for (Grant grant : grants()) {
      if (grant.purpose() == purpose
          && grant.action().equals(action)
          && (resource == null || grant.resource().equals(resource))) {
        return Permissions.of(grant, policies());
      }
    }
    return new Permission(
        action, resource == null ? guess(purpose, action) : resource, null, List.of());
  }

  /** Returns the KMS key of the replicas according to the policies; null if they contain none. */
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
      throw new IllegalStateException("a grant exists without policies");
    }
    return policies;
  }

  /**
   * Returns the resource as far as it can be derived without policies: clients do not reveal
   * accounts, keys and roles.
   */
  private String guess(Purpose purpose, String action) {
    RequiredAction need = new RequiredAction(purpose, action);
    return switch (purpose) {
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
