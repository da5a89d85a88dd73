package io.github.s3sync.transfer;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.client.HeaderText;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.Description;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Compares a replica that was just created in a store other than S3 with the request. Some stores
 * ignore a header, or copy a property that the request leaves out.
 *
 * <p>A property that the source lacks and that the store adds to its objects, such as {@code
 * Cache-Control}, is not a difference. Tags are compared by {@link TagCompletion} and locks by
 * {@link LockCompletion}, because they can be set by separate requests. HEAD does not show an ACL.
 */
@Internal
public final class ReplicaCheck {

  private static final String CONTENT_ENCODING = "Content-Encoding";

  private final CopyPlan plan;
  private final CopyOptions options;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final ReplicaProperties properties;

  public ReplicaCheck(S3Calls calls, ReplicaCalls atReplica, ReplicaProperties properties) {
    this.plan = calls.plan();
    this.options = plan.rule().options();
    this.calls = calls;
    this.atReplica = atReplica;
    this.properties = properties;
  }

  /** A property that the store ignored, and what the user can do about it. */
  private record Difference(String property, String advice) {}

  /** Returns a failure that names all differences; null if there is none. */
  @Nullable CopyException problem(
      WriteResult written, HeadObjectResponse head, HeadObjectResponse replica) {
    List<Difference> differences = differences(written, head, replica);
    if (differences.isEmpty()) {
      return null;
    }
    String names = names(differences);
    String advice =
        String.join("; ", differences.stream().map(Difference::advice).distinct().toList());
    return calls.failure(
        FailureReason.NOT_SUPPORTED,
        request(written)
            + " to "
            + plan.replica()
            + " was answered as done, but the store did not do all that it asks for: "
            + names
            + (differences.size() == 1 ? " differs" : " differ")
            + " between "
            + plan.source()
            + " and the replica. "
            + advice
            + (isStreamed() ? "" : "; transfer 'stream' may help, if the store keeps it in uploads")
            + "; or set verify to false to accept such replicas");
  }

  /** Returns the names of all properties that differ; empty if none does. */
  String differing(WriteResult written, HeadObjectResponse head, HeadObjectResponse replica) {
    return names(differences(written, head, replica));
  }

  private static String names(List<Difference> differences) {
    return String.join(", ", differences.stream().map(Difference::property).toList());
  }

  private List<Difference> differences(
      WriteResult written, HeadObjectResponse head, HeadObjectResponse replica) {
    List<Difference> differences = new ArrayList<>();
    description(head, replica, differences);
    storage(written, head, replica, differences);
    redirect(head, replica, differences);
    return differences;
  }

  private boolean isStreamed() {
    return options.transfer() == TransferMode.STREAM;
  }

  private String request(WriteResult written) {
    if (written.parts() > 0) {
      return "a copy in parts";
    }
    return isStreamed() ? "PutObject" : "CopyObject";
  }

  private void description(
      HeadObjectResponse head, HeadObjectResponse replica, List<Difference> differences) {
    HeaderText text = calls.headers();
    Description wanted = Description.of(head, text::comparable);
    Description found = Description.of(replica, text::comparable);
    String advice = "Remove it from the source, or use a store that keeps it";
    wanted
        .headers()
        .forEach(
            (name, value) -> {
              String kept = found.headers().get(name);
              // Two-way rules detect dropped headers separately, see TwoWay.
              if (!value.equals(kept) && !(options.twoWay() && kept == null)) {
                differences.add(new Difference(name, advice));
              }
            });
    if (found.headers().containsKey(CONTENT_ENCODING)
        && !wanted.headers().containsKey(CONTENT_ENCODING)) {
      differences.add(new Difference(CONTENT_ENCODING, "The store must not add it"));
    }
    for (Map.Entry<String, String> entry : wanted.metadata().entrySet()) {
      if (!entry.getValue().equals(found.metadata().get(entry.getKey()))) {
        differences.add(new Difference("x-amz-meta-" + entry.getKey(), advice));
      }
    }
  }

  private void storage(
      WriteResult written,
      HeadObjectResponse head,
      HeadObjectResponse replica,
      List<Difference> differences) {
    String wanted = properties.storageClass(head);
    String found = ReplicaComparison.storageClass(replica.storageClassAsString());
    if (wanted != null && !wanted.equals(found)) {
      differences.add(
          new Difference(
              "the storage class",
              "Leave storageClass and keepStorageClass out of the rule, if the store's own class is"
                  + " good enough"));
    } else if (wanted == null && written.parts() == 0 && !isStreamed() && isCopied(head, found)) {
      differences.add(
          new Difference(
              "the storage class", "Set keepStorageClass, if the source's class will do"));
    }
    Encryption encryption = options.encryption();
    if (encryption != null && !isEncrypted(encryption, replica)) {
      differences.add(
          new Difference(
              "the encryption",
              "Leave encryption out of the rule, if the store encrypts by itself"));
    }
    String checksum = options.checksumAlgorithm();
    if (checksum != null
        && !atReplica.hidesChecksums()
        && Checksums.value(replica, ChecksumAlgorithm.fromValue(checksum)) == null) {
      differences.add(
          new Difference("the checksum " + checksum, "Leave checksumAlgorithm out of the rule"));
    }
  }

  private static boolean isCopied(HeadObjectResponse head, String found) {
    String sources = ReplicaComparison.storageClass(head.storageClassAsString());
    return !sources.equals(ReplicaComparison.storageClass(null)) && sources.equals(found);
  }

  /** The rule may name a KMS key by an alias or id, but HEAD shows the key's ARN. */
  private static boolean isEncrypted(Encryption wanted, HeadObjectResponse replica) {
    String key = wanted.kmsKeyId();
    return wanted.algorithm().equals(replica.serverSideEncryptionAsString())
        && (key == null || !key.contains(":key/") || key.equals(replica.ssekmsKeyId()));
  }

  private void redirect(
      HeadObjectResponse head, HeadObjectResponse replica, List<Difference> differences) {
    String wanted = properties.websiteRedirect(head);
    if (!Objects.equals(wanted, replica.websiteRedirectLocation())) {
      differences.add(
          new Difference(
              "x-amz-website-redirect-location",
              wanted == null
                  ? "Set keepWebsiteRedirect, if the replica may have it"
                  : "Leave keepWebsiteRedirect out of the rule"));
    }
  }
}
