package io.github.s3sync.service;

import static java.util.Objects.requireNonNull;

import io.github.s3sync.LoadedRules;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.TextObject.Content;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.config.RulesReader;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the service with the rules in S3 and one more rule, whose mapping is code that hangs for a
 * time, as if it waited for another system.
 */
final class HangingService {

  /** Longer than the visibility timeout of the queue, and than the timeout of a probe. */
  static final Duration HANG = Duration.ofSeconds(20);

  private static final Duration RULES_AGE = Duration.ofSeconds(1);

  private HangingService() {}

  public static void main(String[] args) throws InterruptedException {
    RegionalS3Clients s3 = new EnvironmentReader().clients(System.getenv());
    System.exit(
        PollerService.run(
            System.getenv(),
            builder -> builder.rules(deadline -> read(s3, deadline), RULES_AGE).closing(s3)));
  }

  private static LoadedRules read(RegionalS3Clients s3, Deadline deadline) {
    ObjectRef place = new ObjectRef(Load.RULES_BUCKET, Load.RULES_KEY);
    Content content =
        requireNonNull(s3.text(place, RulesReader.MAX_BYTES, null).read(null, deadline));
    List<CopyRule> rules = new ArrayList<>(new RulesReader().read(content.text()).rules());
    KeyMapper under = KeyMapper.under(Load.PREFIX);
    rules.add(
        CopyRule.named("hanging")
            .from(Load.SOURCE)
            .prefix(Load.HANGING)
            .to(
                Load.DESTINATION,
                source -> {
                  hang();
                  return under.map(source);
                })
            .build());
    return new LoadedRules(CopyRules.of(rules), String.valueOf(content.eTag()));
  }

  private static void hang() {
    try {
      Thread.sleep(HANG.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
