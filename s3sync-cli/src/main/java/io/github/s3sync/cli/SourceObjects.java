package io.github.s3sync.cli;

import io.github.s3sync.cli.option.S3UriConverter;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Finds the objects that a command's arguments name: one by one, by prefix, or on standard input.
 */
final class SourceObjects {

  private SourceObjects() {}

  /**
   * Passes on the objects that are listed on standard input.
   *
   * @param nul true if a NUL byte ends each URI, since keys may contain line breaks; otherwise a
   *     line break ends it
   */
  static void read(InputStream input, boolean nul, Consumer<ObjectRef> objects) {
    Scanner scanner = new Scanner(input, StandardCharsets.UTF_8);
    scanner.useDelimiter(nul ? "\0" : "\r?\n");
    int line = 0;
    while (scanner.hasNext()) {
      line++;
      String text = scanner.next();
      if (line == 1 && text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      if (!text.isEmpty()) {
        objects.accept(S3UriConverter.read(text, "line " + line + " of standard input"));
      }
    }
    IOException problem = scanner.ioException();
    if (problem != null) {
      throw new UsageException("standard input cannot be read: " + problem.getMessage(), problem);
    }
  }

  /** Passes on the objects whose keys begin with the prefix, and their times of modification. */
  static void list(
      CopyRules rules,
      S3Clients clients,
      ObjectRef prefix,
      BiConsumer<ObjectRef, Instant> objects) {
    CopyRule rule =
        rule(rules, prefix)
            .orElseThrow(
                () ->
                    new UsageException(
                        "no rule has the source bucket '"
                            + prefix.bucket()
                            + "', expected one of the rules"));
    S3Client client = clients.source(anyPlan(rule));
    Iterator<S3Object> listed =
        client
            .listObjectsV2Paginator(
                r ->
                    r.bucket(prefix.bucket())
                        .prefix(prefix.key())
                        .encodingType(EncodingType.URL)
                        .requestPayer(payer(rule))
                        .expectedBucketOwner(rule.sourceOwner()))
            .stream()
            .flatMap(page -> page.contents().stream())
            .iterator();
    while (hasNext(listed, prefix)) {
      S3Object object = listed.next();
      objects.accept(new ObjectRef(prefix.bucket(), object.key()), object.lastModified());
    }
  }

  /** Requests the next page if necessary; the message of a failure names the prefix. */
  private static boolean hasNext(Iterator<S3Object> listed, ObjectRef prefix) {
    try {
      return listed.hasNext();
    } catch (SdkException e) {
      throw SdkException.create(prefix + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Returns when an object was written; null if it does not exist or no rule has its bucket. */
  static @Nullable Instant modified(CopyRules rules, S3Clients clients, ObjectRef object) {
    CopyRule rule = rule(rules, object).orElse(null);
    if (rule == null) {
      return null;
    }
    try {
      return clients
          .source(anyPlan(rule))
          .headObject(
              h ->
                  h.bucket(object.bucket())
                      .key(object.key())
                      .requestPayer(payer(rule))
                      .expectedBucketOwner(rule.sourceOwner()))
          .lastModified();
    } catch (NoSuchKeyException e) {
      return null;
    } catch (SdkException e) {
      throw SdkException.create(object + " cannot be looked up: " + e.getMessage(), e);
    }
  }

  private static Optional<CopyRule> rule(CopyRules rules, ObjectRef object) {
    return rules.rules().stream()
        .filter(one -> one.sourceBucket().equals(object.bucket()))
        .findFirst();
  }

  private static @Nullable RequestPayer payer(CopyRule rule) {
    return rule.options().requestPayer() ? RequestPayer.REQUESTER : null;
  }

  /** Returns a plan that is only used to look up a client, which does not depend on keys. */
  private static CopyPlan anyPlan(CopyRule rule) {
    return new CopyPlan(
        ObjectEvent.created(rule.sourceBucket(), "any"),
        rule,
        rule.destinations().get(0),
        new ObjectRef(rule.sourceBucket(), "any"),
        new ObjectRef(rule.destinations().get(0).bucket(), "any"));
  }
}
