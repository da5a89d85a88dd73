package io.github.s3sync.examples.demo;

import io.github.s3sync.copy.Concurrency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts files into the source bucket concurrently, directly from disk. */
final class Uploader {

  private final S3Client s3;
  private final Concurrency concurrency;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  Uploader(S3Client s3, Concurrency concurrency) {
    this.s3 = s3;
    this.concurrency = concurrency;
  }

  /** Uploads as many files as possible and returns the keys that now exist. */
  List<String> upload(List<SourceFile> files) {
    List<String> keys = Collections.synchronizedList(new ArrayList<>());
    concurrency.forEach(
        files.size(),
        i -> {
          SourceFile file = files.get(i);
          try {
            s3.putObject(file.put(), RequestBody.fromFile(file.path()));
            keys.add(file.key());
          } catch (SdkException | IllegalStateException e) {
            problems.add(file.path() + ": not uploaded, " + e.getMessage());
          }
        });
    return keys.stream().sorted().toList();
  }

  /** Returns a sentence for each file that could not be uploaded. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
