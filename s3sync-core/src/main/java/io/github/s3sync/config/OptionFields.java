package io.github.s3sync.config;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.option.TransferMode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code options} of a rule. */
final class OptionFields {

  static final List<String> OPTIONS =
      List.of(
          "acl",
          "tags",
          "overwrite",
          "skipEqual",
          "verify",
          "storageClass",
          "keepStorageClass",
          "keepWebsiteRedirect",
          "encryption",
          "checksumAlgorithm",
          "objectLock",
          "requestPayer",
          "recheckAfter",
          "twoWay",
          "unattributedDeletes",
          "transfer");
  static final List<String> ENCRYPTION = List.of("algorithm", "kmsKeyId", "bucketKey");
  static final List<String> OBJECT_LOCK = List.of("mode", "retention", "legalHold");

  /** The word for not sending an ACL. */
  static final String NO_ACL = "none";

  static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "bucket-owner-read",
          "bucket-owner-full-control",
          NO_ACL);
  static final List<String> CHECKSUMS =
      List.of(
          "CRC32",
          "CRC32C",
          "CRC64NVME",
          "SHA1",
          "SHA256",
          "SHA512",
          "MD5",
          "XXHASH64",
          "XXHASH3",
          "XXHASH128");
  static final List<String> ALGORITHMS = List.of("AES256", "aws:kms", "aws:kms:dsse");
  static final List<String> MODES = List.of("GOVERNANCE", "COMPLIANCE");

  static final List<String> TRANSFERS =
      Stream.of(TransferMode.values()).map(TransferMode::word).toList();

  private final CopyOptionsBuilder options = CopyOptions.builder();
  private @Nullable String algorithm;
  private @Nullable String kmsKeyId;
  private @Nullable Boolean bucketKey;
  private @Nullable String mode;
  private @Nullable Duration retention;
  private boolean legalHold;

  private OptionFields() {}

  static CopyOptions read(Fields fields) {
    return new OptionFields().options(fields);
  }

  /** Returns the ACL for a word. */
  static @Nullable String acl(String word) {
    return word.equals(NO_ACL) ? null : word;
  }

  private CopyOptions options(Fields fields) {
    fields.word("acl", ACLS, word -> options.acl(acl(word)));
    fields.flag("tags", options::tags);
    fields.flag("overwrite", options::overwrite);
    fields.flag("skipEqual", options::skipEqual);
    fields.flag("verify", options::verify);
    fields.text("storageClass", options::storageClass);
    fields.flag("keepStorageClass", options::keepStorageClass);
    fields.flag("keepWebsiteRedirect", options::keepWebsiteRedirect);
    fields.word("checksumAlgorithm", CHECKSUMS, options::checksumAlgorithm);
    fields.flag("requestPayer", options::requestPayer);
    fields.duration("recheckAfter", options::recheckAfter);
    fields.flag("twoWay", options::twoWay);
    fields.flag("unattributedDeletes", options::unattributedDeletes);
    fields.word("transfer", TRANSFERS, word -> options.transfer(TransferMode.of(word)));
    encryption(fields);
    objectLock(fields);
    return fields.make(options::build);
  }

  private void encryption(Fields fields) {
    Fields encryption = fields.object("encryption", ENCRYPTION);
    if (encryption == null) {
      return;
    }
    encryption.word("algorithm", ALGORITHMS, word -> algorithm = word);
    encryption.text("kmsKeyId", id -> kmsKeyId = id);
    encryption.flag("bucketKey", used -> bucketKey = used);
    if (algorithm == null) {
      throw encryption.missing("algorithm", "one of " + String.join(", ", ALGORITHMS));
    }
    String required = algorithm;
    options.encryption(
        fields.make(
            () -> Encryption.builder(required).kmsKeyId(kmsKeyId).bucketKey(bucketKey).build()));
  }

  private void objectLock(Fields fields) {
    Fields lock = fields.object("objectLock", OBJECT_LOCK);
    if (lock == null) {
      return;
    }
    lock.word("mode", MODES, word -> mode = word);
    lock.duration("retention", duration -> retention = duration);
    lock.flag("legalHold", held -> legalHold = held);
    options.objectLock(
        fields.make(
            () ->
                ObjectLock.builder().mode(mode).retention(retention).legalHold(legalHold).build()));
  }
}
