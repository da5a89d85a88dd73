package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.CopySeams;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** Creates processes with one broken part, which the simulation must detect. */
final class Broken {

  private Broken() {}

  /** Copies are not pinned to an eTag. */
  static Parts unpinned() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public CopyObjectResponse copyObject(CopyObjectRequest request) {
            return super.copyObject(request.toBuilder().copySourceIfMatch(null).build());
          }

          @Override
          public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
            return super.uploadPartCopy(request.toBuilder().copySourceIfMatch(null).build());
          }
        };
      }
    };
  }

  /** A source that has changed is left to the event of that change. */
  static Parts neverMovesOn() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public CopyObjectResponse copyObject(CopyObjectRequest request) {
            try {
              return super.copyObject(request);
            } catch (S3Exception e) {
              if (e.statusCode() != 412) {
                throw e;
              }
              String eTag = request.copySourceIfMatch();
              return CopyObjectResponse.builder().copyObjectResult(r -> r.eTag(eTag)).build();
            }
          }
        };
      }
    };
  }

  /** A delete event is treated as a command. */
  static Parts deletesBlindly() {
    return new Parts() {
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

  /** The provenance in replicas is ignored. */
  static Parts withoutProvenance() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public HeadObjectResponse headObject(HeadObjectRequest request) {
            HeadObjectResponse head = super.headObject(request);
            return head.toBuilder().metadata(CopySeams.metadata(head)).build();
          }
        };
      }
    };
  }

  /** The threads of one process are not coordinated. */
  static Parts severalCopiesPerKey() {
    return new Parts() {
      @Override
      public boolean oneCopyPerKey() {
        return false;
      }
    };
  }

  /**
   * An event with a sequencer that is not newer than that of a running copy is left to that copy.
   */
  static Parts believesSequencers() {
    return new Parts() {
      @Override
      public CopyExecutor executor(CopyExecutor executor, S3Client s3) {
        return new Believing(executor);
      }

      @Override
      public boolean isSettled(ObjectEvent event, CopyExecutor executor) {
        return ((Believing) executor).isSettled(event);
      }
    };
  }

  /** Remembers the event of the running copy. */
  private static final class Believing extends ForwardingCopyExecutor {
    private final Map<String, String> running = new HashMap<>();

    Believing(CopyExecutor executor) {
      super(executor);
    }

    @Override
    public CopyResult execute(CopyPlan plan, Deadline deadline) {
      running.put(plan.event().rawKey(), String.valueOf(plan.event().sequencer()));
      try {
        return super.execute(plan, deadline);
      } finally {
        running.remove(plan.event().rawKey());
      }
    }

    boolean isSettled(ObjectEvent event) {
      String mine = String.valueOf(event.sequencer());
      String than = running.getOrDefault(event.rawKey(), "");
      return event.kind() == EventKind.CREATED
          && mine.length() == than.length()
          && mine.compareTo(than) <= 0;
    }
  }
}
