package io.github.s3sync.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Holds the unfinished multipart uploads. */
final class Uploads {

  private final Map<String, Upload> open = new TreeMap<>();
  private int number;

  String create(String metadata, String tag, long time, @Nullable String provenance) {
    String id = "upload" + ++number;
    open.put(id, new Upload(metadata, tag, time, provenance, new TreeMap<>()));
    return id;
  }

  /** Returns the part's eTag. */
  String put(String id, int part, Content source, String range) {
    Slice slice = new Slice(source, range);
    get(id).parts().put(part, slice);
    return slice.eTag();
  }

  /** Returns the object that consists of the parts. */
  State assemble(String id, List<CompletedPart> named) {
    Upload upload = get(id);
    StringBuilder ranges = new StringBuilder();
    long size = 0;
    boolean mixed = false;
    Content content = slice(upload, named.get(0)).source();
    for (CompletedPart part : named) {
      Slice slice = slice(upload, part);
      mixed |= !slice.source().equals(content) || slice.first() != size;
      size += slice.size();
      ranges.append(slice.eTag()).append(' ');
    }
    boolean whole = !mixed && size == content.size();
    return new State(
        whole ? content : new Content("mixture of " + ranges, size),
        upload.metadata(),
        upload.tag());
  }

  /** Returns the provenance of the object to be completed. */
  @Nullable String provenance(String id) {
    return get(id).provenance();
  }

  /** Returns when the upload was started. */
  long began(String id) {
    return get(id).began();
  }

  void close(String id) {
    get(id);
    open.remove(id);
  }

  /** Aborts all uploads, as a lifecycle rule does. */
  void closeAll() {
    open.clear();
  }

  private static Slice slice(Upload upload, CompletedPart part) {
    Slice slice = upload.parts().get(part.partNumber());
    if (slice == null || !slice.eTag().equals(part.eTag())) {
      throw new IllegalStateException("no such part: " + part);
    }
    return slice;
  }

  private Upload get(String id) {
    Upload upload = open.get(id);
    if (upload == null) {
      throw Refusal.noSuchUpload();
    }
    return upload;
  }

  /** One upload. */
  private record Upload(
      String metadata,
      String tag,
      long began,
      @Nullable String provenance,
      Map<Integer, Slice> parts) {}

  /** One part: a range of bytes of some content. */
  private record Slice(Content source, String range) {
    long first() {
      return Long.parseLong(range.substring("bytes=".length(), range.indexOf('-')));
    }

    long size() {
      return Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1 - first();
    }

    String eTag() {
      return source.name() + "[" + range.substring("bytes=".length()) + "]";
    }
  }
}
