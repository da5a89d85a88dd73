package io.github.s3sync.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectAclResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Simulates S3 in memory for the client of one process. It guarantees as little as S3 does: a copy
 * reads its source at its start and writes its replica at its end, and the last write wins.
 */
final class MemoryS3 implements S3Client {

  private static final S3ServiceClientConfiguration CONFIGURATION =
      S3ServiceClientConfiguration.builder().build();

  private static final String PROVENANCE = "s3sync-replica-of";

  private final World world;
  private final Supplier<Worker.Life> caller;

  MemoryS3(World world, Supplier<Worker.Life> caller) {
    this.world = world;
    this.caller = caller;
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    long[] at = new long[1];
    HeadObjectResponse head =
        make(
            request,
            "HeadObject " + request.bucket(),
            Fault.OF_READS,
            point -> {
              Version version = world.bucket(request.bucket()).current(request.key());
              at[0] = world.scheduler().now();
              if (version == null) {
                throw Refusal.notFoundWithoutBody();
              }
              HeadObjectResponse.Builder answer = HeadObjectResponse.builder();
              if (world.setting().opaqueETags) {
                answer.serverSideEncryption("aws:kms");
                world.setting().checksum.applyTo(answer, version);
              }
              return answer
                  .eTag(quoted(version.eTag()))
                  .contentLength(version.get().content().size())
                  .versionId(version.id())
                  .lastModified(version.lastModified())
                  .metadata(metadata(version))
                  .tagCount(tagCount(version))
                  .build();
            });
    world.looked(world.scheduler().me(), new World.Look(at[0], world.scheduler().now()));
    return head;
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    return make(
        request, "HeadBucket", Fault.OF_READS, point -> HeadBucketResponse.builder().build());
  }

  @Override
  public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
    return make(
        request,
        "GetObjectTagging",
        Fault.OF_READS,
        point -> {
          String tag = read(request.bucket(), request.key(), null).get().tag();
          List<Tag> tags = tag.isEmpty() ? List.of() : List.of(tag(tag));
          return GetObjectTaggingResponse.builder().tagSet(tags).build();
        });
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    return make(
        request,
        "GetObject " + request.ifMatch(),
        Fault.OF_STREAMED_READS,
        point -> {
          Version version = read(request.bucket(), request.key(), request.ifMatch());
          Content content = version.get().content();
          String range = request.range();
          byte[] bytes = range == null ? content.bytes() : content.bytes(range);
          GetObjectResponse.Builder answer =
              GetObjectResponse.builder()
                  .eTag(quoted(version.eTag()))
                  .contentLength((long) bytes.length);
          if (range != null) {
            answer.contentRange(range.replace('=', ' ') + "/" + content.size());
          }
          point.pause(world.timeToCopy());
          try {
            return transformer.transform(
                answer.build(),
                AbortableInputStream.create(new ByteArrayInputStream(sent(version, bytes))));
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Returns the bytes that arrive. They are wrong only if HEAD shows it. */
  private byte[] sent(Version version, byte[] bytes) {
    if (world.requests().isBroken(Fault.CUT)) {
      return Arrays.copyOf(bytes, Math.max(0, bytes.length - 1));
    }
    if (world.showsBytes(version)
        && bytes.length > 0
        && world.requests().isBroken(Fault.OTHER_BYTES)) {
      bytes[0] = '?';
    }
    return bytes;
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    Worker.Life by = caller.get();
    Writing[] last = new Writing[1];
    World.Look look = world.lastLook(world.scheduler().me());
    PutObjectResponse answer =
        make(
            request,
            "PutObject",
            request.ifNoneMatch() == null ? Fault.OF_WRITES : Fault.OF_CONDITIONAL_WRITES,
            point -> {
              point.pause(world.timeToCopy());
              State state =
                  new State(
                      Content.of(bytes(body)),
                      Objects.requireNonNullElse(request.metadata().get("m"), ""),
                      Objects.requireNonNullElse(request.tagging(), "").replace("t=", ""));
              last[0] = Writing.streamed(by, state, look.at(), world.scheduler().now());
              String eTag = world.eTag(state.content());
              Version replica =
                  write(
                      request.bucket(),
                      request.key(),
                      state,
                      eTag,
                      request.ifNoneMatch(),
                      last[0],
                      request.metadata().get(PROVENANCE));
              return PutObjectResponse.builder().eTag(quoted(eTag)).versionId(replica.id()).build();
            });
    last[0].took = world.scheduler().now() - look.answeredAt();
    return answer;
  }

  @Override
  public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
    return make(
        request,
        "UploadPart " + request.partNumber(),
        Fault.OF_UPLOADS,
        point -> {
          point.pause(world.timeToCopy());
          String eTag = world.uploads().put(request.uploadId(), request.partNumber(), bytes(body));
          return UploadPartResponse.builder().eTag(eTag).build();
        });
  }

  private static byte[] bytes(RequestBody body) {
    try (InputStream in = body.contentStreamProvider().newStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CopyObjectResponse copyObject(CopyObjectRequest request) {
    Worker.Life by = caller.get();
    Writing[] last = new Writing[1];
    long began = world.scheduler().now();
    CopyObjectResponse answer =
        make(
            request,
            "CopyObject " + request.copySourceIfMatch(),
            Fault.OF_COPIES,
            point -> {
              Version source =
                  read(request.sourceBucket(), request.sourceKey(), request.copySourceIfMatch());
              long readAt = world.scheduler().now();
              point.pause(world.timeToCopy());
              boolean replaced = request.metadataDirective() == MetadataDirective.REPLACE;
              State read =
                  request.taggingDirective() == TaggingDirective.REPLACE
                      ? source.get().withoutTag()
                      : source.get();
              State state =
                  replaced
                      ? new State(
                          read.content(), request.metadata().getOrDefault("m", ""), read.tag())
                      : read;
              last[0] = Writing.copied(by, state, readAt, world.scheduler().now());
              String eTag = world.eTag(state.content());
              Version replica =
                  write(
                      request.destinationBucket(),
                      request.destinationKey(),
                      state,
                      eTag,
                      ifNoneMatch(request),
                      last[0],
                      replaced ? request.metadata().get(PROVENANCE) : source.provenance());
              return CopyObjectResponse.builder()
                  .copySourceVersionId(source.id())
                  .versionId(replica.id())
                  .copyObjectResult(r -> r.eTag(quoted(eTag)).lastModified(replica.lastModified()))
                  .build();
            });
    last[0].took = world.scheduler().now() - began;
    return answer;
  }

  private static @Nullable String ifNoneMatch(CopyObjectRequest request) {
    return request
        .overrideConfiguration()
        .map(with -> with.headers().get("If-None-Match"))
        .map(values -> values.get(0))
        .orElse(null);
  }

  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    Worker.Life by = caller.get();
    return make(
        request,
        "DeleteObject",
        Fault.OF_WRITES,
        point -> {
          long now = world.scheduler().now();
          MemoryBucket bucket = world.bucket(request.bucket());
          boolean was = bucket.current(request.key()) != null;
          Version marker = bucket.delete(request.key());
          if (was || marker != null) {
            world.announceOwn(
                request.bucket(), request.key(), Announcements.Event.ofDelete(marker));
          }
          world.check().wrote(request.bucket(), request.key(), Writing.deleted(by, now), false);
          return DeleteObjectResponse.builder()
              .versionId(marker == null ? null : marker.id())
              .build();
        });
  }

  @Override
  public PutObjectAclResponse putObjectAcl(PutObjectAclRequest request) {
    return make(
        request, "PutObjectAcl", Fault.OF_WRITES, point -> PutObjectAclResponse.builder().build());
  }

  @Override
  public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
    return make(
        request,
        "CreateMultipartUpload",
        Fault.OF_WRITES,
        point -> {
          String metadata = Objects.requireNonNullElse(request.metadata().get("m"), "");
          String tagging = Objects.requireNonNullElse(request.tagging(), "");
          String id =
              world
                  .uploads()
                  .create(
                      metadata,
                      tagging.replace("t=", ""),
                      world.scheduler().now(),
                      request.metadata().get(PROVENANCE));
          return CreateMultipartUploadResponse.builder().uploadId(id).build();
        });
  }

  @Override
  public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
    return make(
        request,
        "UploadPartCopy " + request.partNumber() + " " + request.copySourceIfMatch(),
        Fault.OF_COPIES,
        point -> {
          Version source =
              read(request.sourceBucket(), request.sourceKey(), request.copySourceIfMatch());
          point.pause(world.timeToCopy());
          String eTag =
              world
                  .uploads()
                  .put(
                      request.uploadId(),
                      request.partNumber(),
                      source.get().content().bytes(request.copySourceRange()));
          return UploadPartCopyResponse.builder().copyPartResult(r -> r.eTag(eTag)).build();
        });
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      CompleteMultipartUploadRequest request) {
    Worker.Life by = caller.get();
    return make(
        request,
        "CompleteMultipartUpload",
        Fault.OF_COPIES,
        point -> {
          State state =
              world.uploads().assemble(request.uploadId(), request.multipartUpload().parts());
          String eTag =
              world.eTag(state.content()) + "-" + request.multipartUpload().parts().size();
          long now = world.scheduler().now();
          Writing writing =
              Writing.inParts(by, state, world.uploads().began(request.uploadId()), now);
          Version replica =
              write(
                  request.bucket(),
                  request.key(),
                  state,
                  eTag,
                  request.ifNoneMatch(),
                  writing,
                  world.uploads().provenance(request.uploadId()));
          world.uploads().close(request.uploadId());
          return CompleteMultipartUploadResponse.builder()
              .eTag(quoted(eTag))
              .versionId(replica.id())
              .build();
        });
  }

  @Override
  public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
    return make(
        request,
        "AbortMultipartUpload",
        List.of(),
        point -> {
          world.uploads().close(request.uploadId());
          return AbortMultipartUploadResponse.builder().build();
        });
  }

  private <T> T make(
      software.amazon.awssdk.services.s3.model.S3Request request,
      String name,
      List<Fault> possible,
      java.util.function.Function<Requests.Point, T> effect) {
    return world.requests().make(caller.get().worker(), request, name, possible, effect);
  }

  private Version read(String bucket, String key, @Nullable String eTag) {
    Version version = world.bucket(bucket).current(key);
    if (version == null) {
      throw Refusal.noSuchKey();
    }
    if (eTag != null && !eTag.equals(quoted(version.eTag()))) {
      throw Refusal.preconditionFailed();
    }
    return version;
  }

  private Version write(
      String bucket,
      String key,
      State state,
      String eTag,
      @Nullable String ifNoneMatch,
      Writing writing,
      @Nullable String provenance) {
    boolean overwrites = world.bucket(bucket).current(key) != null;
    if (overwrites && ifNoneMatch != null) {
      throw Refusal.preconditionFailed();
    }
    long time = world.setting().datedFromTheBeginning ? writing.readAt : writing.changedAt;
    Version version = world.bucket(bucket).put(key, state, eTag, time, provenance);
    world.announceOwn(bucket, key, new Announcements.Event("ObjectCreated:Copy", version));
    world.check().wrote(bucket, key, writing, overwrites);
    return version;
  }

  private static Map<String, String> metadata(Version version) {
    String provenance = version.provenance();
    return provenance == null
        ? Map.of("m", version.get().metadata())
        : Map.of("m", version.get().metadata(), PROVENANCE, provenance);
  }

  private static @Nullable Integer tagCount(Version version) {
    return version.get().tag().isEmpty() ? null : 1;
  }

  private static String quoted(String eTag) {
    return '"' + eTag + '"';
  }

  private static Tag tag(String value) {
    return Tag.builder().key("t").value(value).build();
  }

  @Override
  public S3ServiceClientConfiguration serviceClientConfiguration() {
    return CONFIGURATION;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
