package io.github.s3sync.config;

import io.github.s3sync.LoadedRules;
import io.github.s3sync.RulesSource;
import io.github.s3sync.copy.Deadline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rules that the variables define. An S3 object or a file is parsed again only if it has
 * changed.
 */
final class VariableRules implements RulesSource {

  private final RuleVariables variables;
  private @Nullable RuleText text;
  private @Nullable LoadedRules loaded;

  VariableRules(RuleVariables variables) {
    this.variables = variables;
  }

  @Override
  public LoadedRules read(Deadline deadline) {
    LoadedRules known = loaded;
    RuleText now = variables.text(text, deadline);
    if (known != null && text != null && now.content().equals(text.content())) {
      text = now;
      return known;
    }
    LoadedRules read = new LoadedRules(variables.read(now), origin(now));
    text = now;
    loaded = read;
    return read;
  }

  /** Describes the origin, with the hash of the UTF-8 text as {@code sha256sum} prints it. */
  private static String origin(RuleText text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.content().getBytes(StandardCharsets.UTF_8));
      return text.place()
          + (text.eTag() == null ? "" : ", eTag " + text.eTag())
          + ", SHA-256 "
          + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
