package io.github.s3sync.executor;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.RegionalS3ClientsBuilder;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.StsServer;
import io.github.s3sync.testing.StsServer.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Simulates a source account whose key can only access its own bucket, destination accounts with
 * roles that may also read it, and an STS. The store checks signatures and reports the writer.
 */
final class TwoAccounts implements AutoCloseable {

  static final String ROLE = "arn:aws:iam::222222222222:role/replica";
  static final String OTHER_ROLE = "arn:aws:iam::333333333333:role/path/other";

  private static final String SECRET = "not-a-secret";
  private static final String TOKEN = "not-a-token";
  private static final Pattern WRITER = Pattern.compile("\"principalId\":\"AWS:([^\"]+)\"");

  private final List<String> notifications = new CopyOnWriteArrayList<>();
  final StsServer sts = StsServer.start();
  final S3ProxyServer s3 =
      S3ProxyServer.builder()
          .identity("source", SECRET, "src")
          .identity("named", SECRET, "src", "dst")
          .identity("first", SECRET, "src", "dst")
          .identity("second", SECRET, "src", "dst")
          .identity("other", SECRET, "src", "dst-other")
          .notify("dst", "", notifications::add)
          .notify("dst-other", "", notifications::add)
          .start();

  TwoAccounts() {
    s3.createBucket("src");
    s3.createBucket("dst");
    s3.createBucket("dst-other");
    sts.role(ROLE, null, session("first"));
    sts.role(OTHER_ROLE, null, session("other"));
  }

  static Session session(String accessKey) {
    return session(accessKey, Duration.ofHours(1));
  }

  static Session session(String accessKey, Duration lasts) {
    return new Session(accessKey, SECRET, TOKEN, lasts);
  }

  AwsCredentialsProvider credentials(String accessKey) {
    return StaticCredentialsProvider.create(s3.credentials(accessKey));
  }

  /** Returns the clients of the source account. */
  RegionalS3ClientsBuilder clients() {
    return RegionalS3Clients.builder()
        .accessKey("source", SECRET)
        .defaultRegion("us-east-1")
        .endpoint(s3.endpoint())
        .stsEndpoint(sts.endpoint());
  }

  void put(String key, byte[] content) {
    s3.client("source").putObject(p -> p.bucket("src").key(key), RequestBody.fromBytes(content));
  }

  SyncReport sync(RegionalS3Clients clients, List<String> keys, Destination... destinations) {
    return facade(clients, destinations)
        .handle(
            keys.stream().map(key -> ObjectEvent.created("src", key)).toList(), Deadline.none());
  }

  S3Sync facade(RegionalS3Clients clients, Destination... destinations) {
    CopyRuleBuilder rule =
        CopyRule.named("accounts")
            .from("src")
            // S3Proxy has neither.
            .options(CopyOptions.builder().tags(false).acl(null).build());
    for (Destination destination : destinations) {
      rule.to(destination);
    }
    return S3Sync.builder()
        .rules(rule.build())
        .listener(OutcomeListener.none())
        .executor(
            S3CopyExecutor.builder(clients)
                .multipartThresholdBytes(5 << 20)
                .partSizeBytes(5 << 20)
                .build())
        .build();
  }

  /** Returns the access keys of the writers, once for each object. */
  List<String> writers() {
    return notifications.stream()
        .flatMap(body -> WRITER.matcher(body).results().map((MatchResult found) -> found.group(1)))
        .toList();
  }

  /** Returns the secrets, which must not appear anywhere. */
  static List<String> secrets() {
    return List.of(SECRET, TOKEN);
  }

  @Override
  public void close() {
    s3.close();
    sts.close();
  }
}
