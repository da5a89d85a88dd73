package io.github.s3sync.testing;

import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The parts of a multipart upload, one after the other. */
record JoinedContent(List<Content> pieces) implements Content {

  JoinedContent {
    pieces = List.copyOf(pieces);
  }

  /**
   * Joins contents. Neighbouring pieces of one generated content become one piece, so that a
   * multipart copy equals it.
   */
  static Content of(List<Content> contents) {
    List<Content> pieces = new ArrayList<>();
    for (Content content : contents) {
      List<Content> added =
          content instanceof JoinedContent joined ? joined.pieces : List.of(content);
      for (Content piece : added) {
        append(pieces, piece);
      }
    }
    return switch (pieces.size()) {
      case 0 -> Content.EMPTY;
      case 1 -> pieces.get(0);
      default -> new JoinedContent(pieces);
    };
  }

  private static void append(List<Content> pieces, Content piece) {
    int last = pieces.size() - 1;
    if (piece.length() == 0) {
      return;
    }
    if (last >= 0
        && pieces.get(last) instanceof SyntheticContent left
        && piece instanceof SyntheticContent right
        && left.seed() == right.seed()
        && left.to() == right.from()) {
      pieces.set(last, new SyntheticContent(left.seed(), left.from(), right.to()));
    } else {
      pieces.add(piece);
    }
  }

  @Override
  public long length() {
    return pieces.stream().mapToLong(Content::length).sum();
  }

  @Override
  public Content slice(long from, long to) {
    List<Content> slices = new ArrayList<>();
    long start = 0;
    for (Content piece : pieces) {
      long end = start + piece.length();
      if (from < end && to > start) {
        slices.add(piece.slice(Math.max(from, start) - start, Math.min(to, end) - start));
      }
      start = end;
    }
    return of(slices);
  }

  @Override
  public InputStream openStream() {
    return sequence(Content::openStream);
  }

  @Override
  public InputStream openFingerprint() {
    return sequence(Content::openFingerprint);
  }

  @Override
  public boolean exact() {
    return pieces.stream().allMatch(Content::exact);
  }

  private InputStream sequence(Function<Content, InputStream> open) {
    return new SequenceInputStream(Collections.enumeration(pieces.stream().map(open).toList()));
  }
}
