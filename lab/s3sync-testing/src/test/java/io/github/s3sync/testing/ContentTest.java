package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {

  private final Content synthetic = Content.synthetic(42, 100_000);

  @Test
  void slice_synthetic_isTheSameBytes() {
    byte[] all = synthetic.readAll();

    assertThat(all).hasSize(100_000);
    assertThat(synthetic.slice(777, 50_001).readAll())
        .isEqualTo(Content.of(all).slice(777, 50_001).readAll());
  }

  @Test
  void join_neighbours_isTheOriginal() {
    Content joined =
        Content.join(List.of(synthetic.slice(0, 10), synthetic.slice(10, 20), Content.EMPTY));

    assertThat(joined).isEqualTo(synthetic.slice(0, 20));
  }

  @Test
  void find_pieceOfGeneratedBytes_isTheGeneratedPiece() {
    SyntheticContent all = Content.synthetic(42, 100_000);
    Content piece = all.slice(800, 70_001);

    assertThat(all.find(Content.of(piece.readAll()))).isEqualTo(piece);
  }

  @Test
  void find_otherBytes_areNone() {
    SyntheticContent all = Content.synthetic(42, 100_000);
    byte[] changed = all.slice(800, 70_001).readAll();
    changed[69_000]++;

    assertThat(all.find(Content.of(changed))).isNull();
    assertThat(all.find(Content.synthetic(43, 100))).isNull();
    assertThat(all.find(Content.synthetic(42, 100_001))).isNull();
    assertThat(all.find(Content.EMPTY)).isNull();
  }

  @Test
  void slice_joined_crossesPieces() {
    Content joined =
        Content.join(List.of(Content.of(new byte[] {1, 2}), Content.of(new byte[] {3, 4, 5})));

    assertThat(joined.length()).isEqualTo(5);
    assertThat(joined.slice(1, 4).readAll()).containsExactly(2, 3, 4);
    assertThat(joined.md5()).isEqualTo(Content.of(new byte[] {1, 2, 3, 4, 5}).md5());
  }

  @Test
  void md5_synthetic_isOfTheBytesUpToALimit() {
    assertThat(synthetic.md5()).isEqualTo(Content.of(synthetic.readAll()).md5());
    assertThat(Content.synthetic(42, 1L << 40).exact()).isFalse();
    assertThat(Content.synthetic(42, 1L << 40).md5()).hasSize(16);
  }
}
