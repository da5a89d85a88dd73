package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Computes a digest of rules and of the stores that they refer to, which is the same in every JVM.
 * Objects that only Java code describes are included by the name of their class.
 */
final class RulesDigest {

  /** The parts of a text from {@code Object.toString} that differ between two JVMs. */
  private static final Pattern VARYING =
      Pattern.compile("\\$\\$Lambda[$/\\w.]*(@[0-9a-f]+)?|(?<=\\w)@[0-9a-f]{1,8}\\b");

  private RulesDigest() {}

  static String of(CopyRules rules, S3Clients clients) {
    StringBuilder text = new StringBuilder();
    rules.rules().forEach(rule -> append(text, rule));
    for (Flow flow : Flow.of(rules, "")) {
      CopyPlan plan = flow.anyPlan();
      append(text, store(clients.source(plan)), store(clients.destination(plan)));
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, CopyRule rule) {
    append(
        text,
        rule.name(),
        rule.sourceBucket(),
        rule.sourceOwner(),
        rule.sourceAccess(),
        rule.prefix(),
        rule.filter(),
        rule.sizes(),
        new TreeSet<>(rule.kinds()),
        rule.keyDecoder(),
        rule.options());
    for (Destination destination : rule.destinations()) {
      append(
          text,
          destination.bucket(),
          destination.key(),
          destination.expectedOwner(),
          destination.access());
    }
  }

  /** Appends values, each with its length, so that no two lists of values have the same text. */
  private static void append(StringBuilder text, @Nullable Object... values) {
    for (@Nullable Object value : values) {
      String one = VARYING.matcher(String.valueOf(value)).replaceAll("");
      text.append(one.length()).append(' ').append(one).append('\n');
    }
  }

  private static String store(S3Client client) {
    try {
      return String.valueOf(client.serviceClientConfiguration().endpointOverride().orElse(null));
    } catch (UnsupportedOperationException e) {
      // A client of the caller need not describe itself.
      return "";
    }
  }
}
