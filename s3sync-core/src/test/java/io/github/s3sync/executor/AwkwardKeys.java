package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys that simple copy programs corrupt. */
final class AwkwardKeys {

  static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("of an ordinary file", "prefix/bjcbqwje.tb_enqwke_info-2029.txt");
    ALL.put("Korean", "prefix/보고서 최종.txt");
    ALL.put("Korean decomposed", "prefix/" + Normalizer.normalize("한글", Normalizer.Form.NFD));
    ALL.put("emoji", "a/😀/b");
    ALL.put("space", "a b/c d");
    ALL.put("leading and trailing space", " a ");
    ALL.put("plus", "a+b");
    ALL.put("literal %2B", "a%2Bb");
    ALL.put("literal %20", "a%20b");
    ALL.put("literal %25", "a%25b");
    ALL.put("lone percent", "100%");
    ALL.put("reserved characters", "a?b#c&d=e;f:g@h$i,j!k*l'm(n)o");
    ALL.put("quotes", "a\"b'c`d");
    ALL.put("angle brackets", "a<b>&c");
    ALL.put("backslash", "a\\b");
    ALL.put("tab and newline", "a\tb\nc");
    ALL.put("control character", "a\u0001b");
    ALL.put("double slash", "a//b");
    ALL.put("leading slash", "/a");
    ALL.put("dot segment", "a/./b");
    ALL.put("dot dot segment", "a/../b");
    ALL.put("trailing dot dot", "a/..");
    ALL.put("trailing slash", "folder/");
    ALL.put("1024 bytes", "k".repeat(1024));
    ALL.put("1023 bytes of Korean", "한".repeat(341));
  }

  private AwkwardKeys() {}

  static void check(Copying copying, String key) {
    copying.key(key);
    copying.copiedInAnyWay(copying.put(p -> {}));
    assertThat(copying.replicaContent()).isEqualTo(copying.content());
    assertThat(
            copying
                .replicaClient()
                .listObjectsV2(
                    r ->
                        r.bucket(copying.replicaBucket())
                            .encodingType("url")
                            .prefix(key.substring(0, key.offsetByCodePoints(0, 1))))
                .contents())
        .anyMatch(object -> object.key().equals(key));
  }
}
