package io.github.s3sync.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Compares replicas with their sources, each read with its own account. Contents are streamed. The
 * check is independent of the library.
 */
final class ReplicaCheck {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final S3Client source;
  private final S3Client destination;

  ReplicaCheck(DemoServers servers) {
    this.source = servers.s3(DemoServers.SOURCE);
    this.destination = servers.s3(DemoServers.DESTINATION);
  }

  /** Describes how the replica of a source key differs; returns null if it does not. */
  @Nullable String difference(String sourceKey) {
    String replicaKey =
        DemoServers.DESTINATION_PREFIX + sourceKey.substring(DemoServers.SOURCE_PREFIX.length());
    try (ResponseInputStream<GetObjectResponse> original =
            source.getObject(g -> g.bucket(DemoServers.SOURCE_BUCKET).key(sourceKey));
        ResponseInputStream<GetObjectResponse> replica =
            destination.getObject(g -> g.bucket(DemoServers.DESTINATION_BUCKET).key(replicaKey))) {
      String difference = difference(original.response(), replica.response());
      return difference != null ? difference : difference(original, replica);
    } catch (SdkException e) {
      return "cannot be compared: " + e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String difference(GetObjectResponse a, GetObjectResponse b) {
    Map<String, @Nullable Object> original = properties(a);
    Map<String, @Nullable Object> replica = properties(b);
    for (String name : original.keySet()) {
      if (!Objects.equals(original.get(name), replica.get(name))) {
        return name + " is " + replica.get(name) + ", expected " + original.get(name);
      }
    }
    return null;
  }

  private static Map<String, @Nullable Object> properties(GetObjectResponse object) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("size", object.contentLength());
    properties.put("Content-Type", object.contentType());
    properties.put("Cache-Control", object.cacheControl());
    properties.put("Content-Disposition", object.contentDisposition());
    properties.put("Content-Encoding", object.contentEncoding());
    properties.put("Content-Language", object.contentLanguage());
    properties.put("user metadata", object.metadata());
    return properties;
  }

  private static @Nullable String difference(InputStream a, InputStream b) throws IOException {
    long position = 0;
    while (true) {
      byte[] original = a.readNBytes(BUFFER_BYTES);
      byte[] replica = b.readNBytes(BUFFER_BYTES);
      int mismatch = Arrays.mismatch(original, replica);
      if (mismatch >= 0) {
        return "content differs from byte %,d on".formatted(position + mismatch);
      }
      if (original.length == 0) {
        return null;
      }
      position += original.length;
    }
  }
}
