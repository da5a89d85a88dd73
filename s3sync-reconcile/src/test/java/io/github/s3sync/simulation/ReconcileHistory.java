package io.github.s3sync.simulation;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one history in which processes compare two buckets while events are carried out, lost and
 * repeated. When nothing is left to be done, a last comparison makes all replicas equal.
 */
final class ReconcileHistory {

  /** The prefix of the rule's sources. */
  static final String PREFIX = "k ";

  private static final List<String> STRANGERS =
      List.of("copy", "copy/", "copy/j", "copy/k", "copy/k!", "copy/l", "more/k", "more/l 0");

  private final World world;
  private final Queue queue;
  private final Pairs pairs;
  private final Safety safety;
  private int comparing;
  private boolean compared;

  private ReconcileHistory(World world, Safety safety, Pairs pairs) {
    this.world = world;
    this.queue = new Queue(world.scheduler());
    this.pairs = pairs;
    this.safety = safety;
  }

  /**
   * Runs the history of a seed.
   *
   * @return the violation; null if there is none
   */
  static @Nullable String run(
      long seed,
      Consumer<Setting> change,
      Safety safety,
      Executor pool,
      Journal journal,
      Tally tally) {
    SplittableRandom random = new SplittableRandom(seed);
    Setting setting = new Setting(random);
    setting.strict = true;
    setting.overwrite = true;
    setting.sizeRange = false;
    setting.keys = 1 + random.nextInt(5);
    setting.writes += random.nextInt(6);
    setting.lostPercent = List.of(0, 20, 60).get(random.nextInt(3));
    change.accept(setting);
    journal.note(0, "setting", setting.toString(), null);
    World world = new World(setting, random, journal, tally);
    Pairs[] pairs = new Pairs[1];
    world.check(
        check -> {
          pairs[0] = new Pairs(world, check);
          return pairs[0];
        });
    return new ReconcileHistory(world, safety, pairs[0]).run(random, pool, tally);
  }

  private @Nullable String run(SplittableRandom random, Executor pool, Tally tally) {
    putOthers();
    new SourceWriter(world, queue, tally).start();
    for (int i = 0; i < world.setting().processes(); i++) {
      String name = String.valueOf((char) ('A' + i));
      new Worker(name, world, queue, Parts.ofProduction(), List.of(rule(PREFIX, true))).start(pool);
    }
    comparing = 1 + random.nextInt(2);
    for (int i = comparing; i > 0; i--) {
      String name = "R" + i;
      Worker worker =
          new Worker(name, world, queue, Parts.ofProduction(), List.of(rule(PREFIX, true)));
      world.scheduler().spawn(name, pool, () -> compare(worker, 1 + random.nextInt(3)));
    }
    String violation = world.scheduler().run();
    if (violation == null) {
      if (!compared) {
        throw new IllegalStateException("no comparison at the end");
      }
      world.check().end();
      checkOthers();
      violation = world.scheduler().violation();
    }
    return violation;
  }

  /** Compares several times while everything else goes on. The last process compares at the end. */
  private void compare(Worker worker, int times) {
    Mode[] modes = {Mode.VERIFY, Mode.RECONCILE, Mode.RECONCILE, Mode.BACKFILL};
    for (int i = 0; i < times; i++) {
      world.scheduler().pause(world.scheduler().longWhile());
      Mode mode = modes[world.scheduler().random().nextInt(modes.length)];
      run(worker, mode, false);
    }
    if (--comparing == 0) {
      queue.receive(message -> false);
      world.setting().faultPercent = 0;
      world.setting().crashes = 0;
      run(worker, Mode.RECONCILE, true);
      Reconciling.requireEqual(world, run(worker, Mode.VERIFY, true));
      compared = true;
    }
  }

  private io.github.s3sync.reconcile.@Nullable RunResult run(
      Worker worker, Mode mode, boolean atRest) {
    CopyRule rule = rule(atRest ? PREFIX : safety.prefix(PREFIX), false);
    Safety with = atRest ? Safety.ofProduction() : safety;
    Reconciling run = new Reconciling(world, pairs, worker, rule, with, mode, atRest, null);
    var result = run.run();
    while (result == null && world.scheduler().chance(80)) {
      world.count("comparison killed");
      world.scheduler().pause(world.scheduler().longWhile());
      run = new Reconciling(world, pairs, worker, rule, with, mode, atRest, run);
      result = run.run();
    }
    return result;
  }

  private CopyRule rule(String prefix, boolean live) {
    Setting setting = world.setting();
    CopyRuleBuilder rule = CopyRule.named("r").from(World.SOURCE).prefix(prefix);
    setting.prefixes().forEach(each -> rule.to(World.DESTINATION, KeyMapper.under(each)));
    return rule.on(EventKind.CREATED, setting.deletes ? EventKind.REMOVED : EventKind.CREATED)
        .options(
            CopyOptions.builder()
                .recheckAfter(setting.recheckAfter)
                .tags(setting.tags)
                .transfer(live && setting.streams ? TransferMode.STREAM : TransferMode.SERVER_SIDE)
                .build())
        .build();
  }

  /** Puts objects beside the prefixes, and a source that is always there. */
  private void putOthers() {
    State state = new State(new Content("team", Content.SMALL), "", "");
    String eTag = world.eTag(state.content());
    for (String key : STRANGERS) {
      world.destination().put(key, state, eTag);
    }
    world.source().put("j", state, eTag);
    world.source().put("k", state, eTag);
    world.source().put(PREFIX + "z", state, eTag);
    for (String prefix : world.setting().prefixes()) {
      world.destination().put(prefix + PREFIX + "z", state, eTag);
    }
  }

  private void checkOthers() {
    for (String key : STRANGERS) {
      if (world.destination().versions(key).size() != 1
          || world.destination().current(key) == null) {
        throw world.scheduler().fail("changed an object beside the prefix: " + key);
      }
    }
  }
}
