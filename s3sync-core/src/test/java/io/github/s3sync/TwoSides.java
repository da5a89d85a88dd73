package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.StsServer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Holds the buckets a and b, each the replica of the other, and the events that are still to be
 * handled.
 */
final class TwoSides implements AutoCloseable {

  /** Which process copies, and which sender reports events. */
  enum Setting {
    ONE_DEPLOYMENT_NOTIFIED_BY_S3,
    ONE_DEPLOYMENT_NOTIFIED_BY_EVENT_BRIDGE,
    TWO_PRINCIPALS_NOTIFIED_BY_S3,
    TWO_PRINCIPALS_NOTIFIED_BY_EVENT_BRIDGE;

    boolean isOne() {
      return this == ONE_DEPLOYMENT_NOTIFIED_BY_S3
          || this == ONE_DEPLOYMENT_NOTIFIED_BY_EVENT_BRIDGE;
    }

    boolean isToldByS3() {
      return this == ONE_DEPLOYMENT_NOTIFIED_BY_S3 || this == TWO_PRINCIPALS_NOTIFIED_BY_S3;
    }
  }

  private static final int PART = 5 << 20;

  final FakeS3 s3 = FakeS3.start();
  final StsServer sts = StsServer.start();
  final CopyOptionsBuilder options = CopyOptions.builder().twoWay(true);
  final Queue<ObjectEvent> events = new ConcurrentLinkedQueue<>();
  final Queue<CopyOutcome> outcomes = new ConcurrentLinkedQueue<>();
  private final Setting setting;
  private final Map<String, Role> roles = new HashMap<>();
  private final List<RegionalS3Clients> clients = new ArrayList<>();
  private final Map<String, List<S3Sync>> processes = new HashMap<>();

  TwoSides(Setting setting) {
    this.setting = setting;
    // Only this combination identifies our own deletes.
    options.unattributedDeletes(setting != Setting.ONE_DEPLOYMENT_NOTIFIED_BY_S3);
    for (String bucket : List.of("a", "b")) {
      s3.createBucket(name(bucket));
      s3.notify(name(bucket), this::onNotification);
    }
  }

  static String name(String side) {
    return "side-" + side;
  }

  S3Client user() {
    return s3.client();
  }

  /** Gives each side a separate role that writes it. */
  void writeAsRoles() {
    for (String side : List.of("a", "b")) {
      Role role = Role.of("arn:aws:iam::222222222222:role/writer-of-" + side);
      sts.role(role.arn(), null, StsServer.Session.of("writer-of-" + side, "not-a-secret"));
      roles.put(side, role);
    }
  }

  /** Starts this many processes of each deployment; they share no state. */
  void start(int processesEach) {
    for (int i = 0; i < processesEach; i++) {
      if (setting.isOne()) {
        S3Sync both = process("first", rule("a", "b"), rule("b", "a"));
        processes.computeIfAbsent(name("a"), b -> new ArrayList<>()).add(both);
        processes.computeIfAbsent(name("b"), b -> new ArrayList<>()).add(both);
      } else {
        processes
            .computeIfAbsent(name("a"), b -> new ArrayList<>())
            .add(process("first", rule("a", "b")));
        processes
            .computeIfAbsent(name("b"), b -> new ArrayList<>())
            .add(process("second", rule("b", "a")));
      }
    }
  }

  private CopyRule rule(String from, String to) {
    return CopyRule.named(from + " to " + to)
        .from(name(from))
        .on(EventKind.CREATED, EventKind.REMOVED)
        .to(destination(to))
        .options(options.build())
        .build();
  }

  private Destination destination(String to) {
    Destination.Builder destination = Destination.in(name(to));
    Role role = roles.get(to);
    return role == null ? destination.build() : destination.role(role).build();
  }

  private S3Sync process(String accessKey, CopyRule... rules) {
    RegionalS3Clients its =
        RegionalS3Clients.builder()
            .accessKey(accessKey, "not-a-secret")
            .defaultRegion("us-east-1")
            .endpoint(s3.endpoint())
            .stsEndpoint(sts.endpoint())
            .build();
    clients.add(its);
    return S3Sync.builder()
        .rules(rules)
        .listener(OutcomeListener.none())
        .executor(
            S3CopyExecutor.builder(its).multipartThresholdBytes(PART).partSizeBytes(PART).build())
        .build();
  }

  private void onNotification(String body) {
    new EventReader()
        .read(body)
        .events()
        .forEach(event -> events.add(setting.isToldByS3() ? event : onEventBridge(event)));
  }

  /**
   * Formats an event as EventBridge does: with whole seconds, and an account instead of a
   * principal.
   */
  private static ObjectEvent onEventBridge(ObjectEvent event) {
    String name =
        event.kind() == EventKind.CREATED
            ? "Object Created"
            : event.isDeleteMarker()
                ? "Object Deleted (Delete Marker Created)"
                : "Object Deleted (Permanently Deleted)";
    return ObjectEvent.builder(
            EventSource.EVENT_BRIDGE, event.kind(), event.bucket(), event.rawKey())
        .name(name)
        .sizeBytes(event.sizeBytes())
        .eTag(event.eTag())
        .versionId(event.versionId())
        .sequencer(event.sequencer())
        .time(Objects.requireNonNull(event.time()).truncatedTo(ChronoUnit.SECONDS))
        .region(event.region())
        .requester("111111111111")
        .build();
  }

  /** Handles events, and the events that they cause, in order, until none are left. */
  void settle() {
    int handled = 0;
    for (ObjectEvent event = events.poll(); event != null; event = events.poll()) {
      assertThat(++handled).as("events; so far %s", outcomes).isLessThan(50);
      handle(event, 0);
    }
  }

  /** Handles an event in one of the processes that receive it, and retries it until it succeeds. */
  void handle(ObjectEvent event, int process) {
    List<S3Sync> hear = processes.getOrDefault(event.bucket(), List.of());
    while (true) {
      SyncReport report = hear.get(process % hear.size()).handle(List.of(event), Deadline.none());
      outcomes.addAll(report.outcomes());
      assertThat(report.failed()).allSatisfy(f -> assertThat(f.retryable()).as("%s", f).isTrue());
      if (report.failed().isEmpty()) {
        return;
      }
    }
  }

  long copies() {
    return outcomes.stream().filter(CopyOutcome.Copied.class::isInstance).count();
  }

  long deletes() {
    return outcomes.stream().filter(CopyOutcome.Deleted.class::isInstance).count();
  }

  void assertEqualSides(String key) {
    List<String> there = s3.bucket(name("a")).keys();
    assertThat(s3.bucket(name("b")).keys()).as("%s", outcomes).isEqualTo(there);
    if (there.contains(key)) {
      assertThat(s3.sameContent(name("a"), key, name("b"), key)).as("%s", outcomes).isTrue();
      HeadObjectResponse a = head("a", key);
      HeadObjectResponse b = head("b", key);
      assertThat(CopySeams.metadata(b)).isEqualTo(CopySeams.metadata(a));
      assertThat(b.contentType()).isEqualTo(a.contentType());
      assertThat(s3.bucket(name("b")).tags(key)).isEqualTo(s3.bucket(name("a")).tags(key));
    }
  }

  private HeadObjectResponse head(String side, String key) {
    return user().headObject(r -> r.bucket(name(side)).key(key));
  }

  @Override
  public void close() {
    assertThat(s3.openUploads()).isZero();
    clients.forEach(RegionalS3Clients::close);
    sts.close();
    s3.close();
  }
}
