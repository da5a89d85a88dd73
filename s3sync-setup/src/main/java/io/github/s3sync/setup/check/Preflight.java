package io.github.s3sync.setup.check;

import io.github.s3sync.copy.S3Clients;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.Destination;
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
 * Tries each rule against the accounts as they are, and says what is missing: for a permission the
 * action, the resource, and the statements that grant it.
 *
 * <p>No object is written and no event caused, unless a {@linkplain PreflightBuilder#probe probe}
 * is asked for. Writes are tried by uploads that are begun and aborted at once, under the key of a
 * real replica: a process that is killed in between, or an answer that is lost, leaves an upload
 * without parts, and a copy in parts of that very object that runs at the same time may have to
 * begin anew.
 *
 * <p>Everything is asked as the principals that copy. What was throttled, broken or not answered is
 * {@link Severity#UNKNOWN}, neither missing nor fine. One request follows the other, each bounded
 * by the timeouts of its client; one that fails keeps nothing else from being tried. Written from
 * AWS's documentation and tried with test servers, not with AWS.
 *
 * <p>Immutable, if its clients are; safe for use by many threads. Closes nothing.
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
   * Begins a preflight.
   *
   * @return the builder
   */
  public static PreflightBuilder builder() {
    return new PreflightBuilder();
  }

  /**
   * Tries everything.
   *
   * @return what was found: rule by rule in their order, source before destination, then the queue
   *     and the function; the same for the same accounts, but for what S3 puts into its answers
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
          // Clients and mappings are anybody's code, and other rules are still to be tried.
          route.add(
              Severity.UNKNOWN,
              Check.COPY,
              "s3://" + destination.bucket(),
              "the check failed: " + e);
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
      from.tell(route, rule.sourceBucket(), rule.sourceOwner(), source.anyAllowed());
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
    to.tell(route, destination.bucket(), destination.expectedOwner(), anyAllowed);
    settings.versioning(to.client());
    settings.lifecycle(to.client(), source.sample().replica());
    if (source.head() != null && !route.hasErrors()) {
      new CopyTrial(route, to.client()).run(source.sample(), source.head());
    }
  }
}
