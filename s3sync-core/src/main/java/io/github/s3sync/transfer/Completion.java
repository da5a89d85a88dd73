package io.github.s3sync.transfer;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.PartsETag;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Makes sure that a replica that was just created has all requested properties. S3 itself
 * guarantees this. In other stores the replica is looked up and compared with its source, because
 * some ignore parts of a request, and none can be asked to check the size.
 *
 * <p>Tags that do not fit into a header are set right after the creation. If a copy stops before
 * that, its event is not acknowledged, and the next attempt copies again. A rule that never
 * overwrites cannot copy again. For such rules, the requests that complete a replica are retried in
 * place, a wrong replica is deleted, and the next attempt sets missing tags.
 */
@Internal
public final class Completion {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final CopyOptions options;
  private final WrittenReplica look;
  private final ReplicaCheck check;
  private final TagCompletion tags;
  private final LockCompletion lock;
  private final WrongReplica wrong;
  private final ReplicaContent content;
  private final ReplicaIdentity identity = new ReplicaIdentity();
  private final EarlierReplica earlier;
  private boolean wroteLater;
  private boolean differedBefore;

  public Completion(
      S3Calls calls,
      ReplicaCalls atReplica,
      WrittenReplica look,
      ReplicaCheck check,
      LockCompletion lock) {
    this.plan = calls.plan();
    this.calls = calls;
    this.atReplica = atReplica;
    this.options = plan.rule().options();
    this.look = look;
    this.check = check;
    this.tags = new TagCompletion(calls, atReplica, look);
    this.lock = lock;
    this.wrong = new WrongReplica(atReplica);
    this.content = new ReplicaContent(calls, wrong);
    this.earlier = new EarlierReplica(plan);
  }

  /** Returns the tags for the request that creates the replica: all or none. */
  List<Tag> atCreation(List<Tag> all) {
    return tags.atCreation(all);
  }

  /**
   * Looks up the replica if necessary, compares it with its source, and sets missing tags and
   * locks.
   *
   * @param written the replica that was created
   * @param parts its parts; empty if it was written in one request
   * @param tags all tags that the replica must have
   * @return the replica, with its eTag even if the store's answer to the copy lacked it
   * @throws ConditionNotMet if the source has changed, or if another object has replaced the
   *     replica
   */
  WriteResult complete(
      WriteResult written, List<CompletedPart> parts, Source source, List<Tag> tags) {
    if (calls.isToAws()) {
      if (!this.tags.hasAll(null, tags)) {
        setLater(tags, written);
      }
      return written;
    }
    if (!options.verify() && written.parts() == 0 && tags.isEmpty()) {
      return written;
    }
    HeadObjectResponse replica = look.written();
    WriteResult created = ReplicaIdentity.created(written, parts);
    content.requireSize(replica, created, source);
    content.requireOneState(replica, created, source);
    WriteResult named = identity.named(written, replica);
    if (options.verify() && replica != null) {
      requireEqual(replica, created, source);
      lock(replica, named);
    }
    if (!this.tags.hasAll(replica, tags)) {
      setLater(tags, named);
    }
    return named;
  }

  /**
   * Does the same after a copy in one request inside the store, which copies all tags or none.
   *
   * @param tags the tags of the source; empty if the rule leaves them out
   */
  WriteResult completeCopied(WriteResult written, Source source, List<Tag> tags) {
    HeadObjectResponse replica = look.written();
    content.requireSize(replica, written, source);
    WriteResult named = identity.named(written, replica);
    if (replica == null) {
      return named;
    }
    requireEqual(replica, written, source);
    lock(replica, named);
    if (!this.tags.hasExactly(replica, tags)) {
      correctTags(replica, named, source, tags);
    }
    return named;
  }

  /** Tags may be expected to be none because HEAD did not count them: the source's are read. */
  private void correctTags(
      HeadObjectResponse replica, WriteResult written, Source source, List<Tag> expected) {
    HeadObjectResponse head = source.head();
    List<Tag> wanted = expected.isEmpty() && head != null ? calls.tags(head) : expected;
    if (!tags.hasExactly(replica, wanted)) {
      setLater(wanted, written);
    }
  }

  /**
   * Returns the replica of an upload whose completion has an unknown result; null if the object at
   * its key is not known to be that. An earlier replica of the same content has the same parts, so
   * its properties must also be those of this copy; tags and ACL are set if they may differ. The
   * replica of a two-way rule carries more than HEAD compares, and the next attempt finds it.
   */
  @Nullable WriteResult found(Source source, List<CompletedPart> parts, List<Tag> wanted) {
    HeadObjectResponse head = source.head();
    HeadObjectResponse replica = options.twoWay() ? null : lookUp();
    if (head == null || replica == null || !PartsETag.isOf(parts, replica.eTag())) {
      return null;
    }
    WriteResult found =
        new WriteResult(
            Source.unquoted(replica.eTag()), replica.versionId(), source.versionId(), parts.size());
    if (check.problem(found, head, replica) != null) {
      return null;
    }
    if (!tags.areRead(replica, wanted)) {
      setLater(wanted, found);
    }
    giveAcl();
    return found;
  }

  /** Without an answer here, the failure of the completion is the one to report. */
  private @Nullable HeadObjectResponse lookUp() {
    try {
      return look.now();
    } catch (CopyException e) {
      return null;
    }
  }

  private void giveAcl() {
    try {
      atReplica.giveAcl(options.acl());
    } catch (CopyException e) {
      // A store without ACLs has none that could differ.
      if (e.reason() != FailureReason.NOT_SUPPORTED
          && e.reason() != FailureReason.INVALID_REQUEST) {
        throw e;
      }
    }
  }

  private void setLater(List<Tag> tags, WriteResult written) {
    this.tags.set(tags, written);
    wroteLater = true;
  }

  /**
   * Fails if the replica differs. A difference counts only if the source and the replica are still
   * those of this copy.
   */
  private void requireEqual(HeadObjectResponse replica, WriteResult written, Source source) {
    HeadObjectResponse head = source.head();
    CopyException problem = head == null ? null : check.problem(written, head, replica);
    if (problem == null) {
      return;
    }
    content.requireUnchanged(source, problem, written, replica);
    // Another process may have written the same content with other properties: then the eTag does
    // not show it, and another round does.
    boolean repeats = options.overwrite() && !differedBefore;
    if (repeats || WrongReplica.isAnother(replica, written)) {
      differedBefore = true;
      throw new ConditionNotMet(ConditionNotMet.Condition.REPLICA_CHANGED, problem);
    }
    if (options.twoWay()) {
      // Both sides may be written all the time; a later attempt decides.
      throw calls.failure(FailureReason.CONFLICT, String.valueOf(problem.getMessage()));
    }
    throw wrong.failure(problem, written, replica);
  }

  private void lock(HeadObjectResponse replica, WriteResult written) {
    if (lock.isComplete(replica)) {
      return;
    }
    lock.complete(replica, written.versionId());
    HeadObjectResponse locked = look.inPlace(look::now);
    if (locked == null) {
      return;
    }
    if (WrongReplica.isAnother(locked, written)) {
      throw look.replaced("it was locked");
    }
    lock.require(locked);
  }

  /**
   * Sets the tags and the lock of an existing object under a rule that never overwrites, if it may
   * be a replica that an earlier execution left incomplete: it has the source's content and no tags
   * or lock. S3 itself creates replicas with their tags and locks.
   */
  public void completeEarlier(Source source) {
    if (mayLackSomething()) {
      completeEarlier(source, look.now());
    }
  }

  /** Does the same for a replica that was just looked up. */
  public void completeEarlier(Source source, @Nullable HeadObjectResponse replica) {
    HeadObjectResponse head = source.head();
    if (!mayLackSomething() || head == null || replica == null) {
      return;
    }
    if (!earlier.mayBeReplica(source, head, replica)) {
      return;
    }
    WriteResult created =
        new WriteResult(
            Source.unquoted(replica.eTag()), replica.versionId(), source.versionId(), 0);
    try {
      completeEarlier(created, head, replica);
    } catch (ConditionNotMet e) {
      throw new CopyException(
          FailureReason.CONFLICT,
          plan.source() + " or " + plan.replica() + " changed while they were compared",
          calls.count(),
          e.getCause());
    }
  }

  private void completeEarlier(
      WriteResult created, HeadObjectResponse head, HeadObjectResponse replica) {
    if (options.verify()) {
      earlier.report(check.differing(created, head, replica));
      if (!lock.isComplete(replica) && lock.isUnlocked(replica)) {
        lock(replica, created);
      }
    }
    List<Tag> wanted = calls.tags(head);
    if (!wanted.isEmpty() && tags.hasNone(replica)) {
      tags.set(wanted, created);
    }
  }

  private boolean mayLackSomething() {
    return !calls.isToAws() && (options.tags() || options.verify());
  }

  /** Tells whether tags were set after the replica was created. */
  public boolean wroteLater() {
    return wroteLater;
  }
}
