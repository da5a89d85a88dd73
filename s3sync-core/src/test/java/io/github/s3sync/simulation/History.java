package io.github.s3sync.simulation;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one history from its seed to its end. */
final class History {

  private final World world;
  private final Queue queue;
  private final SourceWriter writer;

  private History(Setting setting, SplittableRandom random, Journal journal, Tally tally) {
    this.world = new World(setting, random, journal, tally);
    this.queue = new Queue(world.scheduler());
    this.writer = new SourceWriter(world, queue, tally);
  }

  /**
   * Runs the history.
   *
   * @param change changes the setting that the seed determines
   * @return the violation; null if there is none
   */
  static @Nullable String run(
      long seed,
      Consumer<Setting> change,
      Parts parts,
      Executor pool,
      Journal journal,
      Tally tally) {
    SplittableRandom random = new SplittableRandom(seed);
    Setting setting = new Setting(random);
    change.accept(setting);
    journal.note(0, "setting", setting.toString(), null);
    return new History(setting, random, journal, tally).run(parts, pool);
  }

  private @Nullable String run(Parts parts, Executor pool) {
    CopyRule there = acceptedRule(parts);
    writer.start();
    for (int i = 0; i < world.setting().processes(); i++) {
      new Worker(String.valueOf((char) ('A' + i)), world, queue, parts, rules(there, i))
          .start(pool);
    }
    String violation = world.scheduler().run();
    if (violation == null) {
      world.check().end();
      violation = world.scheduler().violation();
    }
    return violation;
  }

  /** Returns the rule. If it is refused, its author follows the message and leaves out deletes. */
  private CopyRule acceptedRule(Parts parts) {
    Setting setting = world.setting();
    try {
      return rule(setting, parts).build();
    } catch (InvalidRuleException e) {
      if (!setting.deletes || !setting.sharesReplicas()) {
        throw e;
      }
      world.count("rule refused");
      setting.deletes = false;
      return rule(setting, parts).build();
    }
  }

  private List<CopyRule> rules(CopyRule there, int worker) {
    Setting setting = world.setting();
    if (!setting.twoWay) {
      return List.of(there);
    }
    CopyRule back =
        CopyRule.named("back")
            .from(World.DESTINATION)
            .prefix(World.PREFIX)
            .on(EventKind.CREATED, setting.deletes ? EventKind.REMOVED : EventKind.CREATED)
            .to(World.SOURCE, KeyMapper.replacePrefix(World.PREFIX, ""))
            .options(there.options())
            .build();
    return setting.perDirection ? List.of(worker % 2 == 0 ? there : back) : List.of(there, back);
  }

  private static CopyRuleBuilder rule(Setting setting, Parts parts) {
    CopyRuleBuilder rule = CopyRule.named("r").from(World.SOURCE);
    for (String prefix : setting.prefixes()) {
      rule.to(World.DESTINATION, parts.mapper(setting.mapper(prefix)));
    }
    if (setting.hasSizeRange()) {
      rule.maxSizeBytes(setting.maxSize());
    }
    return rule.on(EventKind.CREATED, setting.deletes ? EventKind.REMOVED : EventKind.CREATED)
        .options(
            CopyOptions.builder()
                .recheckAfter(setting.recheckAfter)
                .overwrite(setting.overwrite)
                .tags(setting.tags)
                .twoWay(setting.twoWay)
                .transfer(setting.streams ? TransferMode.STREAM : TransferMode.SERVER_SIDE)
                .unattributedDeletes(setting.acceptsUnattributedDeletes())
                .build());
  }
}
