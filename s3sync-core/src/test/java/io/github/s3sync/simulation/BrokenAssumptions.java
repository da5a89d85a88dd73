package io.github.s3sync.simulation;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.pattern.KeyMapper;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Creates processes that assume something about mappings, replicas, checksums or event names. The
 * simulation must detect that the assumption may be wrong.
 */
final class BrokenAssumptions {

  /** The names of creations that S3 documents. */
  private static final Set<String> DOCUMENTED =
      Set.of(
          "ObjectCreated:Put",
          "ObjectCreated:Post",
          "ObjectCreated:Copy",
          "ObjectCreated:CompleteMultipartUpload");

  private BrokenAssumptions() {}

  /** A custom mapping counts as one-to-one, although its author does not declare it. */
  static Parts everyMappingIsOneToOne() {
    return new Parts() {
      @Override
      public KeyMapper mapper(KeyMapper mapper) {
        return KeyMapper.oneToOne(mapper);
      }
    };
  }

  /** Any object at the key of a replica counts as a replica, whatever its size. */
  static Parts everySizeIsOfAReplica() {
    return headed(
        (request, head) ->
            request.bucket().equals(World.DESTINATION)
                ? head.toBuilder().contentLength(Content.SMALL).build()
                : head);
  }

  /** Only cyclic checksums are supported; others count as no checksum. */
  static Parts everyChecksumIsCyclic() {
    return headed((request, head) -> withoutDigests(head));
  }

  /** Neither the provenance of replicas nor a checksum shows that two objects are equal. */
  static Parts nothingShowsEquality() {
    return headed(
        (request, head) ->
            withoutDigests(head.toBuilder().metadata(CopySeams.metadata(head)).build()));
  }

  /** An event with an undocumented name reports no new content. */
  static Parts everyCreationIsDocumented() {
    return reading(
        event ->
            event.kind() == EventKind.CREATED && !DOCUMENTED.contains(event.name())
                ? as(EventKind.UNKNOWN, event)
                : event);
  }

  /** An event with an unknown name is skipped like one that is known not to matter. */
  static Parts everyUnknownNameIsHarmless() {
    return reading(event -> event.kind() == EventKind.UNKNOWN ? as(EventKind.OTHER, event) : event);
  }

  private static HeadObjectResponse withoutDigests(HeadObjectResponse head) {
    HeadObjectResponse.Builder less = head.toBuilder();
    less.sdkFields().stream()
        .filter(field -> field.memberName().matches("Checksum(?!CRC|Type).*"))
        .forEach(field -> field.set(less, null));
    return less.build();
  }

  /** Returns the event with another kind. */
  private static ObjectEvent as(EventKind kind, ObjectEvent event) {
    return ObjectEvent.builder(event.source(), kind, event.bucket(), event.rawKey())
        .name(event.name())
        .build();
  }

  private static Parts reading(UnaryOperator<ObjectEvent> reader) {
    return new Parts() {
      @Override
      public ObjectEvent read(ObjectEvent event) {
        return reader.apply(event);
      }
    };
  }

  private static Parts headed(Answers change) {
    return new Parts() {
      @Override
      public S3Client client(S3Client s3) {
        return new DelegatingS3Client(s3) {
          @Override
          public HeadObjectResponse headObject(HeadObjectRequest request) {
            return change.of(request, super.headObject(request));
          }
        };
      }
    };
  }

  /** Changes the answer to a request. */
  private interface Answers {
    HeadObjectResponse of(HeadObjectRequest request, HeadObjectResponse head);
  }
}
