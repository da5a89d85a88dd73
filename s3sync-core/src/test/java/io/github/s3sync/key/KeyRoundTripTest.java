package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the JDK's encoder makes of a key, the decoder takes back. */
class KeyRoundTripTest {

  /** Code points of every length in UTF-8, with ASCII and its special characters as often. */
  static String randomKey(Random random) {
    StringBuilder key = new StringBuilder();
    for (int left = random.nextInt(40); left > 0; left--) {
      int c =
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> "+% /.&=?#\"'\\{}[]*~\t\n".charAt(random.nextInt(20));
            case 2 -> 0x80 + random.nextInt(0x780);
            case 3 -> 0x800 + random.nextInt(0xF800);
            default -> 0x10000 + random.nextInt(0x100000);
          };
      key.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xAC00 : c);
    }
    return key.toString();
  }

  @Test
  void decode_encodedByTheJdk_isTheKey() {
    Random random = new Random(20260901);
    for (int i = 0; i < 10_000; i++) {
      String key = randomKey(random);

      String raw = URLEncoder.encode(key, StandardCharsets.UTF_8);

      assertThat(KeyDecoder.formUrlEncoded().decode(raw)).isEqualTo(key);
      assertThat(KeyDecoder.formUrlEncoded().decode(raw.replace("+", "%20"))).isEqualTo(key);
    }
  }
}
