package io.github.s3sync.executor;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.RegionalS3ClientsBuilder;
import io.github.s3sync.client.S3Clients;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Uses any store, or two, with new buckets that are deleted when it is closed. Copies use the same
 * clients as a user's.
 *
 * <p>Variables: {@code S3SYNC_STORE_ENDPOINT} (not set for Amazon S3), {@code S3SYNC_STORE_REGION}
 * and {@code S3SYNC_STORE_ACCESS_KEY} with {@code S3SYNC_STORE_SECRET_KEY} (not set for the SDK's
 * chain). For streams to another store or principal, the same variables with {@code
 * S3SYNC_STORE_DESTINATION_}.
 */
final class EndpointStore implements StoreUnderTest {

  static final String PREFIX = "S3SYNC_STORE_";
  static final String DESTINATION = PREFIX + "DESTINATION_";

  private final String name;
  private final Side side;
  private final Side replicaSide;
  private final boolean tags;
  private final boolean acls;

  /** One principal in one store, and its buckets. */
  private record Side(RegionalS3Clients clients, S3Client client, TestBuckets buckets) {

    static Side of(Map<String, String> variables, String prefix, String buckets) {
      RegionalS3ClientsBuilder clients = RegionalS3Clients.builder();
      S3ClientBuilder client = S3Client.builder();
      String endpoint = variables.get(prefix + "ENDPOINT");
      if (endpoint != null) {
        URI address = URI.create(endpoint);
        clients.endpoint(address);
        // Sources do not need optional features.
        client
            .endpointOverride(address)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
      }
      String key = variables.get(prefix + "ACCESS_KEY");
      if (key != null) {
        String secret = variables.getOrDefault(prefix + "SECRET_KEY", "");
        clients.accessKey(key, secret);
        client.credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)));
      }
      String region = variables.get(prefix + "REGION");
      if (region != null || endpoint != null) {
        clients.defaultRegion(region == null ? "us-east-1" : region);
        client.region(Region.of(region == null ? "us-east-1" : region));
      }
      return new Side(clients.build(), client.build(), TestBuckets.of(buckets));
    }

    void delete() {
      buckets.names().forEach(bucket -> Cleanup.delete(client, bucket));
      clients.close();
      client.close();
    }
  }

  /**
   * Creates the buckets.
   *
   * @param variables names and values, such as {@code System.getenv()}
   */
  EndpointStore(String name, Map<String, String> variables) {
    this.name = name;
    byte[] random = new byte[4];
    new Random().nextBytes(random);
    String buckets = "s3sync-kit-" + HexFormat.of().formatHex(random);
    this.side = Side.of(variables, PREFIX, buckets);
    boolean two = variables.keySet().stream().anyMatch(key -> key.startsWith(DESTINATION));
    this.replicaSide = two ? Side.of(variables, DESTINATION, buckets + "-to") : side;
    try {
      for (Side each : two ? List.of(side, replicaSide) : List.of(side)) {
        each.buckets().create(each.client());
      }
      this.tags = knowsTags(side) && (!two || knowsTags(replicaSide));
      this.acls = knowsAcls(replicaSide);
    } catch (SdkException e) {
      close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public S3Client client() {
    return side.client();
  }

  @Override
  public S3Client replicaClient(CopyPath path) {
    return side(path).client();
  }

  @Override
  public S3Clients clients(CopyPath path) {
    return side(path).equals(side)
        ? side.clients()
        : S3Clients.of(side.clients().forRegion(null), replicaSide.clients().forRegion(null));
  }

  @Override
  public TestBuckets buckets() {
    return side.buckets();
  }

  @Override
  public TestBuckets replicaBuckets(CopyPath path) {
    return side(path).buckets();
  }

  /** Only a stream can go from one principal to another. */
  private Side side(CopyPath path) {
    return path == CopyPath.STREAMED || path == CopyPath.STREAMED_MULTIPART ? replicaSide : side;
  }

  @Override
  public boolean tags() {
    return tags;
  }

  @Override
  public boolean acls() {
    return acls;
  }

  private static boolean knowsTags(Side side) {
    Tag tag = Tag.builder().key("kit").value("1").build();
    String bucket = side.buckets().source();
    return isDone(
        () -> {
          side.client()
              .putObject(
                  r -> r.bucket(bucket).key("probe").tagging(Tagging.builder().tagSet(tag).build()),
                  RequestBody.empty());
          return side.client()
              .getObjectTagging(r -> r.bucket(bucket).key("probe"))
              .tagSet()
              .contains(tag);
        });
  }

  private static boolean knowsAcls(Side side) {
    return isDone(
        () -> {
          side.client()
              .putObject(
                  r ->
                      r.bucket(side.buckets().destination())
                          .key("probe")
                          .acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
                  RequestBody.empty());
          return true;
        });
  }

  private static boolean isDone(BooleanSupplier probe) {
    try {
      return probe.getAsBoolean();
    } catch (SdkException e) {
      return false;
    }
  }

  @Override
  public void close() {
    side.delete();
    if (!replicaSide.equals(side)) {
      replicaSide.delete();
    }
  }

  /** Returns the address of the store. */
  String address() {
    return side.client()
        .serviceClientConfiguration()
        .endpointOverride()
        .map(URI::toString)
        .orElse("Amazon S3");
  }
}
