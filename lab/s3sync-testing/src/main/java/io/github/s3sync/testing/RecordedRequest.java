package io.github.s3sync.testing;

import java.util.Map;

/**
 * A request as it arrived at {@link FakeS3} or at a {@link FaultProxy}.
 *
 * @param operation the API's name of the operation, for example {@code CopyObject}
 * @param bucket the bucket, or the empty string
 * @param key the decoded key, or the empty string
 * @param query the decoded query parameters
 * @param headers the headers and the trailers by lower-case name, values verbatim ({@code
 *     x-amz-copy-source} still encoded)
 * @since 0.1.0
 */
public record RecordedRequest(
    String operation,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers) {}
