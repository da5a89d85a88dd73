package io.github.s3sync.simulation;

import java.io.ByteArrayOutputStream;
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
  String put(String id, int part, byte[] bytes) {
    get(id).parts().put(part, bytes);
    return Content.md5(bytes);
  }

  /** Returns the object that consists of the parts. */
  State assemble(String id, List<CompletedPart> named) {
    Upload upload = get(id);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (CompletedPart part : named) {
      byte[] bytes = upload.parts().get(part.partNumber());
      if (bytes == null || !Content.md5(bytes).equals(part.eTag())) {
        throw new IllegalStateException("no such part: " + part);
      }
      all.writeBytes(bytes);
    }
    return new State(Content.of(all.toByteArray()), upload.metadata(), upload.tag());
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
      Map<Integer, byte[]> parts) {}
}
