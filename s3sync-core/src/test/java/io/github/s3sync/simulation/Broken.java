package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
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

  /** Streams read the current object, and mistake it for the one that they requested. */
  static Parts streamsUnpinned() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public <T> T getObject(
              GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            return super.getObject(
                request.toBuilder().ifMatch(null).build(),
                (head, body) ->
                    transformer.transform(head.toBuilder().eTag(request.ifMatch()).build(), body));
          }
        };
      }
    };
  }

  /** Streams do not compare what they read with the eTag of the source. */
  static Parts streamsUnchecked() {
    return headed(head -> head.toBuilder().serverSideEncryption("aws:kms").build());
  }

  /** An answer 412 counts as proof that the replica exists. */
  static Parts believesRefusals() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public HeadObjectResponse headObject(HeadObjectRequest request) {
            try {
              return super.headObject(request);
            } catch (S3Exception e) {
              throw request.bucket().equals(World.DESTINATION) && e.statusCode() == 404
                  ? Refusal.accessDenied()
                  : e;
            }
          }
        };
      }
    };
  }

  /** The tags of a replica count as equal to those of its source. */
  static Parts comparesNoTags() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
            String key = request.key();
            return super.getObjectTagging(
                request.bucket().equals(World.SOURCE)
                    ? request
                    : request.toBuilder()
                        .bucket(World.SOURCE)
                        .key(key.substring(key.indexOf('/') + 1))
                        .build());
          }
        };
      }
    };
  }

  /** The version id of objects in a bucket with suspended versioning identifies a version. */
  static Parts countsNullAsAVersion() {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public HeadObjectResponse headObject(HeadObjectRequest request) {
            return super.headObject(request).toBuilder().versionId("none").build();
          }

          @Override
          public CopyObjectResponse copyObject(CopyObjectRequest request) {
            return super.copyObject(request).toBuilder().copySourceVersionId("none").build();
          }
        };
      }
    };
  }

  /** An event is done when the first of two replicas is written. */
  static Parts forgetsTheSecondDestination() {
    return new Parts() {
      @Override
      public CopyExecutor executor(CopyExecutor executor, S3Client s3) {
        return new ForwardingCopyExecutor(executor) {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            try {
              return super.execute(plan, deadline);
            } catch (CopyException e) {
              if (plan.replica().key().startsWith(World.OTHER_PREFIX)) {
                return new CopyResult.NotNeeded(SkipReason.ALREADY_CURRENT, 1);
              }
              throw e;
            }
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
    return headed(head -> head.toBuilder().metadata(CopySeams.metadata(head)).build());
  }

  /** The answers to HeadObject are changed. */
  private static Parts headed(UnaryOperator<HeadObjectResponse> change) {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public HeadObjectResponse headObject(HeadObjectRequest request) {
            return change.apply(super.headObject(request));
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
