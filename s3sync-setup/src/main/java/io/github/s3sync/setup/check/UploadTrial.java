package io.github.s3sync.setup.check;

import io.github.s3sync.setup.check.Attempt.Kind;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Checks which parts of a write are allowed: creates an upload as a copy would create it, and
 * aborts it at once. If that is refused, the smallest set of headers without which it is allowed
 * shows the missing permissions. An upload without parts is not an object, is not billed, and
 * causes no notification.
 *
 * <p>Before it creates an upload, it checks the permission to abort, with an id that no upload has.
 * That S3 then answers 403, not 404, without the permission was not tested with AWS.
 *
 * @see <a href= "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Multipart
 *     upload: permissions</a>
 */
final class UploadTrial {

  static final String PUT = "s3:PutObject";
  static final String ABORT = "s3:AbortMultipartUpload";
  static final String PARTS = "s3:ListMultipartUploadParts";

  private static final int TRIES = 3;

  private final Route route;
  private final UploadCalls calls;
  private final String subject;
  private final List<UploadHeader> headers;
  private final Map<String, Verdict> verdicts = new HashMap<>();

  UploadTrial(Route route, UploadCalls calls, List<UploadHeader> headers) {
    this.route = route;
    this.calls = calls;
    this.subject = "s3://" + route.destination().bucket();
    this.headers = headers;
  }

  /** Runs the checks and returns the verdict for each action. */
  Map<String, Verdict> run() {
    Attempt<?> noAbort = calls.abort(UploadCalls.NONE);
    verdicts.put(ABORT, Verdict.of(noAbort));
    if (noAbort.is(Kind.REFUSED) || noAbort.is(Kind.INCONCLUSIVE)) {
      all(Verdict.unknown("not tried, since an upload could not be aborted: " + noAbort.text()));
    } else {
      search();
    }
    if (!verdicts.containsKey(PARTS)) {
      verdicts.put(PARTS, Verdict.of(calls.listParts(UploadCalls.NONE)));
    }
    return verdicts;
  }

  private void search() {
    Map<Set<UploadHeader>, Attempt<String>> refused = new HashMap<>();
    Attempt<String> last = null;
    for (Set<UploadHeader> without : fewestFirst()) {
      last = begin(without);
      if (last.is(Kind.DONE)) {
        judge(without, refused);
        return;
      }
      if (!isRefusal(last)) {
        all(Verdict.unknown(last.text()));
        return;
      }
      refused.put(without, last);
    }
    if (last != null) {
      all(Verdict.unknown("cannot be checked where " + PUT + " is not allowed: " + last.text()));
      verdicts.put(PUT, Verdict.ofOption(last, "expected a store that supports multipart uploads"));
    }
  }

  /** Returns whether the answer refuses this exact request. */
  private static boolean isRefusal(Attempt<?> attempt) {
    return attempt.is(Kind.REFUSED)
        || attempt.is(Kind.NOT_IMPLEMENTED)
        || attempt.is(Kind.REJECTED);
  }

  /** Records the verdicts. All smaller sets of headers were tried before, and refused. */
  private void judge(Set<UploadHeader> without, Map<Set<UploadHeader>, Attempt<String>> refused) {
    all(Verdict.allowed(PUT));
    for (UploadHeader header : without) {
      Set<UploadHeader> others = EnumSet.copyOf(without);
      others.remove(header);
      Attempt<String> withIt = Objects.requireNonNull(refused.get(others));
      verdicts.put(header.action(), Verdict.ofOption(withIt, header.advice()));
    }
  }

  private void all(Verdict verdict) {
    verdicts.put(PUT, verdict);
    headers.forEach(header -> verdicts.put(header.action(), verdict));
  }

  private Attempt<String> begin(Set<UploadHeader> without) {
    Attempt<String> begun = calls.begin(without);
    if (begun.value() != null) {
      verdicts.put(PARTS, Verdict.of(calls.listParts(begun.value())));
      end(begun.value());
    } else if (begun.is(Kind.INCONCLUSIVE) && !(begun.error() instanceof AwsServiceException)) {
      route.add(
          Severity.WARNING,
          Check.LEFT_BEHIND,
          subject,
          "an upload without parts may remain, which costs nothing: " + begun.text());
    }
    return begun;
  }

  private void end(String uploadId) {
    Attempt<?> ended = calls.abort(uploadId);
    for (int i = 1; i < TRIES && !ended.is(Kind.DONE) && !ended.is(Kind.GONE); i++) {
      ended = calls.abort(uploadId);
    }
    verdicts.put(ABORT, Verdict.of(ended));
    if (!ended.is(Kind.DONE) && !ended.is(Kind.GONE)) {
      route.add(
          Severity.WARNING,
          Check.LEFT_BEHIND,
          subject,
          "the upload "
              + uploadId
              + " has no parts and costs nothing, but could not be aborted: "
              + ended.text());
    }
  }

  /** Returns all sets of headers, the smaller ones first. */
  private List<Set<UploadHeader>> fewestFirst() {
    return IntStream.range(0, 1 << headers.size())
        .boxed()
        .sorted(Comparator.comparing(Integer::bitCount))
        .map(this::chosen)
        .toList();
  }

  private Set<UploadHeader> chosen(int bits) {
    Set<UploadHeader> chosen = EnumSet.noneOf(UploadHeader.class);
    for (int i = 0; i < headers.size(); i++) {
      if ((bits & (1 << i)) != 0) {
        chosen.add(headers.get(i));
      }
    }
    return chosen;
  }
}
