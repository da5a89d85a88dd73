package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Creates comparisons without one safety rule, which the simulation must detect. */
final class Unsafe {

  private Unsafe() {}

  /** Objects are not looked up: listings are believed. */
  static Safety believesListings() {
    return new Safety() {
      @Override
      public S3Client client(S3Client s3) {
        return new BelievingS3(s3);
      }

      @Override
      public void change(ReconcilerBuilder builder, CopyExecutor executor) {
        builder.level(Level.LISTING);
      }
    };
  }

  /** Objects that have just changed are reported. */
  static Safety withoutSettleTime() {
    return new Safety() {
      @Override
      public void change(ReconcilerBuilder builder, CopyExecutor executor) {
        builder.settle(Duration.ZERO);
      }
    };
  }

  /** Replicas without a source are looked up again at once. */
  static Safety withoutWaitForDeletes() {
    return new Safety() {
      @Override
      public void change(ReconcilerBuilder builder, CopyExecutor executor) {
        builder.settleWait((replicas, next, last, stopped) -> {});
      }
    };
  }

  /** Replicas are deleted without a look at their sources. */
  static Safety deletesBlindly() {
    return new Safety() {
      @Override
      public CopyExecutor executor(CopyExecutor executor, S3Client s3) {
        return new ForwardingCopyExecutor(executor) {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            if (plan.event().kind() != EventKind.REMOVED) {
              return super.execute(plan, deadline);
            }
            s3.deleteObject(r -> r.bucket(plan.replica().bucket()).key(plan.replica().key()));
            return new DeleteReceipt(null, 1, Duration.ZERO, Instant.EPOCH);
          }
        };
      }
    };
  }

  /** A listing that is refused counts as its end. */
  static Safety takesFailuresForTheEnd() {
    return new Safety() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            try {
              return super.listObjectsV2(request);
            } catch (S3Exception e) {
              return ListObjectsV2Response.builder().isTruncated(false).build();
            }
          }
        };
      }
    };
  }

  /** Replicas are deleted before missing ones are copied. */
  static Safety deletesFirst() {
    List<Runnable> copies = new ArrayList<>();
    return new Safety() {
      @Override
      public void change(ReconcilerBuilder builder, CopyExecutor executor) {
        builder.repair(
            new Repair() {
              @Override
              public Result copy(CopyPlan plan) {
                copies.add(() -> executor.execute(plan, Deadline.none()));
                return new Result(Action.QUEUED, 0, 0, null, null, null);
              }

              @Override
              public Result delete(CopyPlan plan) {
                executor.execute(plan, Deadline.none());
                return new Result(Action.DELETED, 0, 0, null, null, null);
              }
            });
      }

      @Override
      public void end() {
        List<Runnable> all = List.copyOf(copies);
        copies.clear();
        try {
          all.forEach(Runnable::run);
        } catch (Killed e) {
          // Some of the copies are those of a process that was killed.
        }
      }
    };
  }

  /** Any number of replicas may be deleted. */
  static Safety withoutLimit() {
    return new Safety() {
      @Override
      public void change(ReconcilerBuilder builder, CopyExecutor executor) {
        builder.deleteLimit(new DeleteLimit(1_000, 1));
      }
    };
  }

  /** The rule's prefix is ignored. */
  static Safety withoutPrefix() {
    return new Safety() {
      @Override
      public String prefix(String prefix) {
        return "";
      }
    };
  }

  /** Answers look-ups from listings. */
  private static final class BelievingS3 extends DelegatingS3Client {

    private final Map<String, S3Object> listed = new HashMap<>();

    BelievingS3(S3Client s3) {
      super(s3);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
      ListObjectsV2Response page = super.listObjectsV2(request);
      page.contents().forEach(object -> listed.put(request.bucket() + "/" + object.key(), object));
      return page;
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
      S3Object object = listed.get(request.bucket() + "/" + request.key());
      if (object == null) {
        throw Refusal.notFoundWithoutBody();
      }
      return HeadObjectResponse.builder()
          .eTag(object.eTag())
          .contentLength(object.size())
          .lastModified(object.lastModified())
          .build();
    }
  }
}
