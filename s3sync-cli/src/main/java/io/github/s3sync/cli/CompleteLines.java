package io.github.s3sync.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Removes an incomplete last line from a file, which a process has left that was killed. */
final class CompleteLines {

  private static final int BLOCK = 8192;

  private CompleteLines() {}

  /** Shortens a file so that it ends with a line feed or is empty; returns its size. */
  static long keep(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      while (end > 0) {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, end));
        long start = end - block.capacity();
        while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
          // Reads on until the block is full.
        }
        int last = lastLineFeed(block);
        if (last >= 0) {
          end = start + last + 1;
          break;
        }
        end = start;
      }
      channel.truncate(end);
      return end;
    }
  }

  private static int lastLineFeed(ByteBuffer block) {
    int i = block.position() - 1;
    while (i >= 0 && block.get(i) != '\n') {
      i--;
    }
    return i;
  }
}
