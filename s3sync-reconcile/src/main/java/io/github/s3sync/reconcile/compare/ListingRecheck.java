package io.github.s3sync.reconcile.compare;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.LogText;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.listing.KeyOrder;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.reconcile.listing.ListingPage;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines why a look-up by key has not found an object that a listing shows. Either the object
 * was deleted meanwhile, or the listing is wrong: a store may list entries without an object, or
 * keys in another form than it accepts in requests. Makes a few requests for each object. Safe for
 * use by many threads.
 */
final class ListingRecheck {

  /** The maximum number of pages that are read with one prefix. */
  private static final int MAX_PAGES = 3;

  /** Stores may round the time of an object differently in listings and look-ups. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private static final int MAX_SHOWN = 200;

  private final Side sources;
  private final Side replicas;
  private final ReplicaLook look;

  ListingRecheck(Side sources, Side replicas, ReplicaLook look) {
    this.sources = sources;
    this.replicas = replicas;
    this.look = look;
  }

  /**
   * Describes what the listing shows.
   *
   * @param problem a message for users: why the listing contradicts the look-up; null if the object
   *     is no longer listed
   * @param requests the number of requests made
   */
  record Result(@Nullable String problem, int requests) {}

  /**
   * Checks a source.
   *
   * @param plan the plan of the source
   * @param listed the source, as listed before; null if only its key is known
   * @throws CopyException if the source cannot be listed or looked up
   */
  Result source(CopyPlan plan, @Nullable ListedObject listed) {
    return new Attempt(sources, plan, true, listed).run();
  }

  /**
   * Checks a replica.
   *
   * @param plan the plan of the replica
   * @param listed the replica, as listed before
   * @throws CopyException if the replica cannot be listed or looked up
   */
  Result replica(CopyPlan plan, ListedObject listed) {
    return new Attempt(replicas, plan, false, listed).run();
  }

  /** Checks one object. */
  private final class Attempt {

    private final Side side;
    private final CopyPlan plan;
    private final boolean isSource;
    private final @Nullable ListedObject listed;
    private final ObjectRef object;
    private final String rest;
    private int requests;

    Attempt(Side side, CopyPlan plan, boolean isSource, @Nullable ListedObject listed) {
      this.side = side;
      this.plan = plan;
      this.isSource = isSource;
      this.listed = listed;
      this.object = isSource ? plan.source() : plan.replica();
      this.rest = side.rest(object.key());
    }

    Result run() {
      // Directory buckets cannot be listed with the key as the prefix. They list what exists.
      String problem = Side.isDirectoryBucket(object.bucket()) ? null : problem();
      return new Result(problem, requests);
    }

    private @Nullable String problem() {
      if (isListed(object.key())) {
        return name()
            + " is listed, but no object is found by its key: repair the index of the bucket (Ceph:"
            + " radosgw-admin bucket check --fix), or delete the entry";
      }
      int plain = lengthOfPlainBeginning(rest);
      if (plain == rest.length()) {
        return null;
      }
      String other = keyOfEqualObject();
      if (other != null) {
        return name()
            + " is listed with a key that the store has encoded without saying so; the object is '"
            + LogText.of(other, MAX_SHOWN)
            + "': compare it by its key (--from keys:FILE), or configure the store to return"
            + " EncodingType";
      }
      return isListed(side.prefix() + rest.substring(0, plain))
          ? name()
              + " is listed, but no object is found by this key: the store lists the key in another"
              + " form than it accepts in requests; compare the object by its key (--from"
              + " keys:FILE)"
          : null;
    }

    private String name() {
      return isSource ? "the source" : "the replica";
    }

    /** Returns whether the object is among the first objects with a prefix. */
    private boolean isListed(String prefix) {
      try {
        String token = null;
        for (int i = 0; i < MAX_PAGES; i++) {
          requests++;
          ListingPage page = side.pages().page(prefix, null, token);
          for (ListedObject each : page.objects()) {
            if (each.key().equals(object.key())) {
              return listed == null || isSame(each, listed);
            }
          }
          token = page.nextToken();
          if (!page.truncated() || token == null || isBehind(page.objects())) {
            return false;
          }
        }
        return false;
      } catch (ListingException e) {
        throw new CopyException(e.reason(), String.valueOf(e.getMessage()), requests, e);
      }
    }

    private boolean isBehind(List<ListedObject> page) {
      return side.traits().isOrdered()
          && !page.isEmpty()
          && KeyOrder.compare(page.get(page.size() - 1).key(), object.key()) > 0;
    }

    /** Returns the decoded key if an object with this key is the listed object. */
    private @Nullable String keyOfEqualObject() {
      if (listed == null) {
        return null;
      }
      for (String key : decoded()) {
        ObjectRef ref = new ObjectRef(object.bucket(), key);
        var state =
            look.look(
                new CopyPlan(
                    plan.event(),
                    plan.rule(),
                    plan.destination(),
                    isSource ? ref : plan.source(),
                    isSource ? plan.replica() : ref),
                false,
                Deadline.none());
        requests += state.requests();
        ObjectState found = isSource ? state.source() : state.replica();
        if (found != null && isSame(found, listed)) {
          return key;
        }
      }
      return null;
    }

    private Set<String> decoded() {
      Set<String> keys = new LinkedHashSet<>();
      for (KeyEncoding encoding : List.of(KeyEncoding.FORM, KeyEncoding.PERCENT)) {
        try {
          keys.add(side.prefix() + KeyDecoder.of(encoding).decode(rest));
        } catch (UndecodableKeyException e) {
          // The key is not encoded in this way.
        }
      }
      keys.remove(object.key());
      return keys;
    }
  }

  /** Returns how many characters at the beginning have the same form in each encoding. */
  private static int lengthOfPlainBeginning(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "/._-".indexOf(c) >= 0;
      if (!plain) {
        return i;
      }
    }
    return key.length();
  }

  private static boolean isSame(ListedObject one, ListedObject other) {
    return one.sizeBytes() == other.sizeBytes()
        && Objects.equals(one.eTag(), other.eTag())
        && Objects.equals(one.lastModified(), other.lastModified());
  }

  private static boolean isSame(ObjectState found, ListedObject listed) {
    return found.sizeBytes() == listed.sizeBytes()
        && (listed.eTag() == null || found.eTag().equals(listed.eTag()))
        && isNear(found.lastModified(), listed.lastModified());
  }

  private static boolean isNear(@Nullable Instant one, @Nullable Instant other) {
    return one == null
        || other == null
        || Duration.between(one, other).abs().compareTo(ROUNDING) <= 0;
  }
}
