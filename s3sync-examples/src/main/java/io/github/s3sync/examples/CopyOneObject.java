package io.github.s3sync.examples;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyOptions;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;

/** Copies one object from your own code: no event, no rule, the same guarantees. */
public final class CopyOneObject {

  private final CopyExecutor executor;
  private final CopyOptions options;

  /**
   * Makes a copier.
   *
   * @param s3 reads the sources and writes the replicas; whoever made it closes it
   * @param options which properties replicas get
   */
  public CopyOneObject(S3Client s3, CopyOptions options) {
    this.executor = S3CopyExecutor.builder(s3).build();
    this.options = options;
  }

  /**
   * Copies one object.
   *
   * @param source the object, its key as stored, not as an event encodes it
   * @param replica where the copy goes
   * @return what happened, in words
   * @throws io.github.s3sync.copy.CopyException if the copy is not known to have been made; its
   *     reason says whether another try may help
   */
  public String copy(ObjectRef source, ObjectRef replica) {
    CopyPlan plan = CopyPlan.of(source, replica, options);
    // Nothing is begun that cannot be finished in time, so a caller with a limit of its own says
    // so.
    CopyResult result = executor.execute(plan, Deadline.after(Duration.ofMinutes(10)));
    if (result instanceof CopyReceipt receipt) {
      return "%,d bytes, %d requests, eTag %s"
          .formatted(receipt.bytes(), receipt.requests(), receipt.eTag());
    }
    // A source that is gone is no error: there is nothing left to be equal to.
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
