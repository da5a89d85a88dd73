package io.github.s3sync.setup.check;

import io.github.s3sync.setup.check.Attempt.Kind;
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
 * Which parts of a write are allowed: an upload is begun as a copy would begin it, and aborted at
 * once. If that is refused, the fewest headers that have to go say which permissions are missing.
 * An upload without parts is no object, is not billed, and nobody is told of it.
 *
 * <p>Before any is begun, it is tried whether one may be aborted, with an id that no upload has.
 * That S3 then answers 403 rather than 404 to whom this is not allowed was not tried with AWS.
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

  /** What is known of each action in the end. */
  Map<String, Verdict> run() {
    Attempt<?> noAbort = calls.abort(UploadCalls.NONE);
    verdicts.put(ABORT, Verdict.of(noAbort));
    if (noAbort.is(Kind.REFUSED) || noAbort.is(Kind.UNCLEAR)) {
      all(Verdict.unknown("not tried, since what is begun may not be ended: " + noAbort.text()));
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
      if (!saysNo(last)) {
        all(Verdict.unknown(last.text()));
        return;
      }
      refused.put(without, last);
    }
    if (last != null) {
      all(Verdict.unknown("cannot be tried where " + PUT + " is not allowed: " + last.text()));
      verdicts.put(PUT, Verdict.ofOption(last, "expected a store that knows multipart uploads"));
    }
  }

  /** An answer to what was asked for, whatever it is. */
  private static boolean saysNo(Attempt<?> attempt) {
    return attempt.is(Kind.REFUSED)
        || attempt.is(Kind.NOT_IMPLEMENTED)
        || attempt.is(Kind.REJECTED);
  }

  /** Whatever leaves fewer headers out was tried before, and refused. */
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
    } else if (begun.is(Kind.UNCLEAR) && !(begun.error() instanceof AwsServiceException)) {
      route.add(
          Severity.WARNING,
          Check.LEFT_BEHIND,
          subject,
          "an upload without parts may be left, which costs nothing: " + begun.text());
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
              + " is left, without parts, which costs nothing, until somebody aborts it: "
              + ended.text());
    }
  }

  /** All sets of headers, the smaller ones first. */
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
