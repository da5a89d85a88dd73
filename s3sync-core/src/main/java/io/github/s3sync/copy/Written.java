package io.github.s3sync.copy;

import org.jspecify.annotations.Nullable;

/** What S3 said of a replica that it made. */
record Written(String eTag, @Nullable String versionId, int parts) {}
