package io.github.s3sync.examples;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Copies one object from your own code, without an event or a rule and with the same guarantees.
 */
public final class CopyOneObject {

  private final CopyExecutor executor;
  private final CopyOptions options;

  /**
   * Creates a copier.
   *
   * @param s3 reads the sources and writes the replicas; the caller closes it
   * @param options the properties that replicas get
   */
  public CopyOneObject(S3Client s3, CopyOptions options) {
    this.executor = S3CopyExecutor.builder(s3).build();
    this.options = options;
  }

  /**
   * Copies one object.
   *
   * @param source the object; its key as stored, not URL-encoded as in an event
   * @param replica the destination
   * @return the result as text
   * @throws io.github.s3sync.copy.CopyException if the copy could not be confirmed; its reason
   *     shows whether a retry may help
   */
  public String copy(ObjectRef source, ObjectRef replica) {
    CopyPlan plan = CopyPlan.of(source, replica, options);
    // The copy does not start requests that cannot finish before the deadline.
    CopyResult result = executor.execute(plan, Deadline.after(Duration.ofMinutes(10)));
    if (result instanceof CopyReceipt receipt) {
      return "%,d bytes, %d requests, eTag %s"
          .formatted(receipt.bytes(), receipt.requests(), receipt.eTag());
    }
    // A missing source is not an error: there is nothing to copy.
    return "not needed: " + ((CopyResult.NotNeeded) result).reason();
  }

  /**
   * Copies with the credentials and the Region of the environment.
   *
   * @param args source bucket, source key, destination bucket, destination key
   */
  public static void main(String[] args) {
    try (S3Client s3 = S3Client.create()) {
      CopyOneObject copier = new CopyOneObject(s3, CopyOptions.defaults());
      System.out.println(
          copier.copy(new ObjectRef(args[0], args[1]), new ObjectRef(args[2], args[3])));
    }
  }
}
