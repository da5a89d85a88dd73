package io.github.s3sync.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IAM policy with statements of effect {@code Allow} only. Conditions are ignored; any other
 * element is refused.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM JSON
 *     policy element reference</a>
 */
final class PolicyDocument {

  /** Matches escaped wildcards, then wildcards, then all other text. */
  private static final Pattern PART = Pattern.compile("\\$\\{([*?$])}|(\\*)|(\\?)|([^*?$]+|\\$)");

  private final List<Statement> statements = new ArrayList<>();

  /**
   * Parses a policy; throws IllegalArgumentException if it is not a policy, or has unsupported
   * elements.
   */
  static PolicyDocument parse(String json) {
    try {
      PolicyDocument policy = new PolicyDocument();
      each(new JsonMapper().readTree(json).path("Statement"))
          .forEach(statement -> policy.statements.add(Statement.of(statement)));
      return policy;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no policy: " + json, e);
    }
  }

  /** Returns whether an identity with this policy may perform an action. */
  boolean allows(String action, String resource) {
    return statements.stream().anyMatch(statement -> statement.covers(action, resource));
  }

  /** Returns whether a resource with this policy allows a principal to perform an action. */
  boolean allows(String principal, String action, String resource) {
    return statements.stream()
        .anyMatch(s -> s.principals().contains(principal) && s.covers(action, resource));
  }

  private static List<JsonNode> each(JsonNode oneOrMore) {
    List<JsonNode> all = new ArrayList<>();
    if (oneOrMore.isArray()) {
      oneOrMore.forEach(all::add);
    } else if (!oneOrMore.isMissingNode()) {
      all.add(oneOrMore);
    }
    return all;
  }

  private record Statement(
      List<String> principals, List<Pattern> actions, List<Pattern> resources) {

    static Statement of(JsonNode json) {
      if (!json.path("Effect").asText().equals("Allow")) {
        throw new IllegalArgumentException("expected Effect Allow: " + json);
      }
      for (String unknown : List.of("NotAction", "NotResource", "NotPrincipal")) {
        if (json.has(unknown)) {
          throw new IllegalArgumentException("not known here: " + unknown + " in " + json);
        }
      }
      return new Statement(
          each(json.at("/Principal/AWS")).stream().map(JsonNode::asText).toList(),
          each(json.path("Action")).stream().map(a -> pattern(a.asText())).toList(),
          each(json.path("Resource")).stream().map(r -> pattern(r.asText())).toList());
    }

    boolean covers(String action, String resource) {
      return matches(actions, action) && matches(resources, resource);
    }

    private static boolean matches(List<Pattern> patterns, String text) {
      return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    private static Pattern pattern(String text) {
      StringBuilder regex = new StringBuilder();
      Matcher part = PART.matcher(text);
      while (part.find()) {
        @Nullable String literal = part.group(1) == null ? part.group(4) : part.group(1);
        regex.append(literal != null ? Pattern.quote(literal) : part.group(2) != null ? ".*" : ".");
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
  }
}
