package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.FakeS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Provides two buckets of a fake S3, and runs that compare them. */
final class Buckets implements AutoCloseable {

  final FakeS3 s3 = FakeS3.start();
  private int pageSize = 1000;
  private @Nullable UnaryOperator<String> rewriting;
  private boolean onlyV1;
  final S3Clients clients = S3Clients.of(s3.client("test", new SmallPages()));
  final List<Finding> findings = new CopyOnWriteArrayList<>();
  private CopyRules rules = CopyRules.of();
  private Runnable beforeRequests = () -> {};

  Buckets(CopyRule... rules) {
    s3.createBucket("src");
    s3.createBucket("dst");
    rules(rules);
  }

  void rules(CopyRule... given) {
    this.rules = CopyRules.of(given);
  }

  CopyRules rules() {
    return rules;
  }

  /** Limits the number of keys in each listing page. */
  void pageSize(int keys) {
    pageSize = keys;
  }

  /** Changes the bodies of listings. */
  void rewrite(UnaryOperator<String> bodies) {
    rewriting = bodies;
  }

  /** Removes everything from requests for a listing that the first version does not know. */
  void onlyV1() {
    onlyV1 = true;
  }

  /** Runs an action in the client before each request of a run, on the thread of the request. */
  void beforeRequests(Runnable action) {
    beforeRequests = action;
  }

  void put(String bucket, String key, String content) {
    put(bucket, key, content, r -> {});
  }

  void put(String bucket, String key, String content, Consumer<PutObjectRequest.Builder> with) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    with.accept(request);
    s3.client().putObject(request.build(), RequestBody.fromString(content));
  }

  /** Puts the same object into both buckets. */
  void putBoth(String key, String replicaKey, String content) {
    put("src", key, content);
    put("dst", replicaKey, content);
  }

  ReconcilerBuilder reconciler(Mode mode) {
    findings.clear();
    ReconcilerBuilder builder =
        Reconciler.builder(mode, rules, clients)
            .settle(Duration.ZERO)
            .retryPause(Duration.ZERO)
            .settleWait(
                (replicas, next, last, stopped) -> {
                  throw new AssertionError("a test must not wait");
                })
            .listers(4)
            .workers(4)
            .listener(findings::add);
    return mode == Mode.VERIFY
        ? builder
        : builder.executor(S3CopyExecutor.builder(clients).build());
  }

  /**
   * Returns the reported verdicts. The map key is the source's key, or an arrow and the replica's
   * key.
   */
  Map<String, Verdict> verdicts() {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (Finding finding : findings) {
      ObjectRef replica = finding.replica();
      String key = replica == null ? sourceKey(finding) : "-> " + replica.key();
      key = finding.source() == null ? key : sourceKey(finding);
      Verdict before = verdicts.put(key, finding.verdict());
      if (before != null) {
        throw new AssertionError(key + " was reported twice");
      }
    }
    return verdicts;
  }

  static String sourceKey(Finding finding) {
    return Objects.requireNonNull(finding.source()).key();
  }

  Finding finding(String key) {
    return findings.stream()
        .filter(f -> f.source() != null && f.source().key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    s3.close();
  }

  /** Requests smaller pages. */
  private final class SmallPages implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      beforeRequests.run();
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      return context.request() instanceof ListObjectsV2Request list
          ? list.toBuilder().maxKeys(pageSize).build()
          : context.request() instanceof ListObjectsRequest list
              ? list.toBuilder().maxKeys(pageSize).build()
              : context.request();
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return onlyV1 && context.request() instanceof ListObjectsV2Request
          ? context
              .httpRequest()
              .copy(
                  request ->
                      request
                          .removeQueryParameter("list-type")
                          .removeQueryParameter("start-after")
                          .removeQueryParameter("continuation-token"))
          : context.httpRequest();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      boolean lists =
          context.request() instanceof ListObjectsV2Request
              || context.request() instanceof ListObjectsRequest;
      return lists && context.httpResponse().isSuccessful()
          ? context.responseBody().map(this::rewritten)
          : context.responseBody();
    }

    private InputStream rewritten(InputStream body) {
      if (rewriting == null) {
        return body;
      }
      try {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return new ByteArrayInputStream(rewriting.apply(text).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
