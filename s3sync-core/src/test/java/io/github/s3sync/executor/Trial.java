package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs checks on one store, and distinguishes a gap of the store from a fault of the copy. */
final class Trial {

  private static final Set<String> LOOKS = Set.of("HeadObject", "GetObjectTagging");

  private final StoreUnderTest store;
  private final @Nullable StoreUnderTest reference;
  private final Map<String, Optional<Throwable>> uploads = new ConcurrentHashMap<>();

  /**
   * Creates a trial.
   *
   * @param reference a store that behaves like Amazon S3, to count the requests that S3 needs; null
   *     not to count them
   */
  Trial(StoreUnderTest store, @Nullable StoreUnderTest reference) {
    this.store = store;
    this.reference = reference;
  }

  /**
   * The result of one check.
   *
   * @param error the problem of the copy, or of the upload if that also fails; null if the replica
   *     is equal
   */
  record Result(Finding finding, @Nullable Throwable error) {}

  Result of(String name, Check check, CopyPath path) {
    try {
      Copying copying = new Copying(store, path);
      check.run(copying);
      return new Result(wellWith(additional(copying, check, path)), null);
    } catch (CopyException e) {
      Verdict verdict = e.reason().retryable() ? Verdict.RETRIED : Verdict.REFUSED;
      return failed(name, check, new Finding(verdict, e.reason().name()), e);
    } catch (AssertionError e) {
      return failed(name, check, new Finding(Verdict.WRONG, ""), e);
    } catch (RuntimeException e) {
      return failed(name, check, new Finding(Verdict.UNKNOWN, ""), e);
    }
  }

  private Result failed(String name, Check check, Finding finding, Throwable error) {
    return uploads
        .computeIfAbsent(name, any -> byUpload(check))
        .map(problem -> new Result(new Finding(Verdict.LACKING, ""), problem))
        .orElse(new Result(finding, error));
  }

  private Optional<Throwable> byUpload(Check check) {
    try {
      check.run(Copying.byUpload(store));
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(e);
    }
  }

  private static Finding wellWith(List<String> additional) {
    return additional.isEmpty()
        ? new Finding(Verdict.EQUAL, "")
        : new Finding(Verdict.WORKED_AROUND, String.join(", ", additional));
  }

  private List<String> additional(Copying copying, Check check, CopyPath path) {
    List<String> operations = new ArrayList<>(copying.operations());
    if (reference == null) {
      return List.of();
    }
    Copying usual = new Copying(reference, path);
    try {
      check.run(usual);
    } catch (RuntimeException | AssertionError e) {
      return List.of();
    }
    usual.operations().forEach(operations::remove);
    // A copy to another store than S3 is verified, whatever the store makes of it.
    operations.removeAll(LOOKS);
    return operations;
  }
}
