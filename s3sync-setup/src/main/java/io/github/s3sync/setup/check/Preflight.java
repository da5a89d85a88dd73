package io.github.s3sync.setup.check;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.delivery.FunctionTrial;
import io.github.s3sync.setup.delivery.QueueTrial;
import io.github.s3sync.setup.delivery.Sender;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Checks each rule against the accounts in their current state and reports missing permissions: the
 * action, the resource, and the statements that grant it.
 *
 * <p>The preflight writes no object and causes no event, unless a {@linkplain
 * PreflightBuilder#probe probe} is requested. It checks writes with multipart uploads that it
 * creates and aborts at once, under the key of a real replica. If the process is killed in between,
 * or an answer is lost, an upload without parts remains. A multipart copy of the same object that
 * runs at the same time may have to restart.
 *
 * <p>All requests use the principals that make copies. A request that was throttled, failed or not
 * answered gives {@link Severity#UNKNOWN}, neither missing nor allowed. Requests are sent one after
 * the other, each bounded by the timeouts of its client; a failed request does not prevent the
 * others. The checks follow AWS's documentation and were tested with test servers, not with AWS.
 *
 * <p>Instances are immutable, and safe for use by many threads if their clients are. The preflight
 * does not close its clients.
 *
 * @since 0.1.0
 */
public final class Preflight {

  private final CopyRules rules;
  private final S3Clients clients;
  private final @Nullable SyncPolicies policies;
  private final Predicate<S3Client> aws;
  private final @Nullable String probe;
  private final @Nullable QueueTrial queue;
  private final @Nullable FunctionTrial function;

  Preflight(PreflightBuilder builder) {
    this.rules = Objects.requireNonNull(builder.rules, "rules");
    this.clients = Objects.requireNonNull(builder.clients, "clients");
    this.policies = builder.policies;
    this.aws = builder.aws;
    this.probe = builder.probe;
    this.queue = builder.queue;
    this.function = builder.function();
  }

  /**
   * Returns a new builder.
   *
   * @return the builder
   */
  public static PreflightBuilder builder() {
    return new PreflightBuilder();
  }

  /**
   * Runs all checks.
   *
   * @return the findings: rule by rule in their order, source before destination, then the queue
   *     and the function. The result is the same for the same accounts, except for texts that S3
   *     varies in its answers
   */
  public List<Finding> run() {
    Findings findings = new Findings();
    Findings ofQueue = new Findings();
    QueueTrial.Queue known = queue == null ? null : queue.run(ofQueue);
    Set<Sender> senders = new LinkedHashSet<>();
    for (CopyRule rule : rules.rules()) {
      for (Destination destination : rule.destinations()) {
        String queueArn = known == null ? null : known.arn();
        Route route = new Route(rule, destination, clients, policies, aws, queueArn, findings);
        try {
          run(route);
          senders.addAll(route.senders());
        } catch (RuntimeException e) {
          // Clients and mappings can be custom code, and the other rules still have to be checked.
          route.add(
              Severity.UNKNOWN,
              Check.COPY,
              "s3://" + destination.bucket(),
              "the check failed unexpectedly: " + e);
        }
      }
    }
    if (queue != null && known != null) {
      queue.senders(known, senders, ofQueue);
    }
    ofQueue.list().forEach(findings::add);
    if (function != null) {
      function.run(known, findings);
    }
    return findings.list();
  }

  private void run(Route route) {
    CopyRule rule = route.rule();
    Destination destination = route.destination();
    Settings settings = new Settings(route);
    BucketTrial.Opened from =
        new BucketTrial(route, rule.sourceBucket(), rule.sourceOwner(), route.sourceAccess())
            .open(route.source(null), route::source);
    SourceTrial.Tried source;
    if (from == null) {
      source = new SourceTrial.Tried(Sample.of(route, null), null, false);
    } else {
      source = new SourceTrial(route, from.client()).run();
      from.recordOwner(route, rule.sourceBucket(), rule.sourceOwner(), source.anyAllowed());
      settings.notifications(from.client());
    }
    BucketTrial.Opened to =
        new BucketTrial(
                route, destination.bucket(), destination.expectedOwner(), destination.access())
            .open(route.target(), region -> route.target());
    if (to == null) {
      return;
    }
    Map<String, Verdict> verdicts = new DestinationTrial(route, to.client(), source).run(probe);
    boolean anyAllowed = verdicts.values().stream().anyMatch(Verdict::isAllowed);
    to.recordOwner(route, destination.bucket(), destination.expectedOwner(), anyAllowed);
    settings.versioning(to.client());
    settings.lifecycle(to.client(), source.sample().replica());
    if (source.head() != null && !route.hasErrors()) {
      new CopyTrial(route, to.client()).run(source.sample(), source.head());
    }
  }
}
