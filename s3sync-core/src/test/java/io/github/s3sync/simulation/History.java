package io.github.s3sync.simulation;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
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
    writer.start();
    for (int i = 0; i < world.setting().processes(); i++) {
      new Worker(String.valueOf((char) ('A' + i)), world, queue, parts, rules(world.setting(), i))
          .start(pool);
    }
    String violation = world.scheduler().run();
    if (violation == null) {
      world.check().end();
      violation = world.scheduler().violation();
    }
    return violation;
  }

  private static List<CopyRule> rules(Setting setting, int worker) {
    CopyRule there = rule(setting, "r").build();
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

  private static CopyRuleBuilder rule(Setting setting, String name) {
    CopyRuleBuilder rule = CopyRule.named(name).from(World.SOURCE);
    for (String prefix : setting.prefixes()) {
      rule.to(World.DESTINATION, KeyMapper.under(prefix));
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
