package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.testing.LambdaRuntime.Response;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LambdaRuntimeIT {
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private static LambdaRuntime function;

  @BeforeAll
  static void start() {
    function = start(EchoFunction.class, Map.of("RULE", "한글", "AWS_REGION", "ap-northeast-2"));
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @Test
  void invoke_event_isAnswered() {
    Response response = function.invoke("{\"key\":\"한글 +.txt\"}", AMPLE);

    assertThat(response.body()).isEqualTo("{\"key\":\"한글 +.txt\"}");
    assertThat(response.isError()).isFalse();
    assertThat(response.elapsed()).isPositive().isLessThan(AMPLE);
    assertThat(function.initError()).isEmpty();
  }

  @Test
  void log_closedFunction_isWhole() {
    LambdaRuntime talkative = start(EchoFunction.class, Map.of());
    talkative.invoke("{\"key\":\"한글\"}", AMPLE);
    talkative.close();

    assertThat(talkative.log()).contains("handling {key=한글}");
    assertThat(talkative.invoke("{}", AMPLE).isError()).isTrue();
  }

  @Test
  void invoke_largeEvent_arrivesWhole() {
    String event = "{\"key\":\"" + "k".repeat(5_000_000) + "\"}";

    assertThat(function.invoke(event, AMPLE).body()).isEqualTo(event);
  }

  @Test
  void invoke_handlerThrows_isErrorAndTheFunctionLivesOn() throws Exception {
    Response response = function.invoke("{\"do\":\"throw\"}", AMPLE);

    assertThat(response.isError()).isTrue();
    JsonNode error = json(response);
    assertThat(error.at("/errorType").asText()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(error.at("/errorMessage").asText()).isEqualTo("나쁜 event");
    assertThat(function.invoke("{}", AMPLE).isError()).isFalse();
  }

  @Test
  void invoke_timeLeft_isWhatTheContextSays() throws Exception {
    JsonNode answer = json(function.invoke("{\"do\":\"time\"}", Duration.ofSeconds(20)));

    assertThat(answer.at("/left").asInt()).isBetween(10_000, 20_000);
  }

  @Test
  void invoke_environment_isTheCallersAndLambdasOnly() throws Exception {
    JsonNode env = json(function.invoke("{\"do\":\"env\"}", AMPLE));

    assertThat(env.at("/RULE").asText()).isEqualTo("한글");
    assertThat(env.at("/AWS_REGION").asText()).isEqualTo("ap-northeast-2");
    assertThat(env.at("/AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("function");
    assertThat(env.has("PATH")).isFalse();
  }

  @Test
  void invoke_manyThreads_eachGetsItsOwnAnswer() {
    assertThat(
            IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> function.invoke("{\"key\":\"" + i + "\"}", AMPLE).body())
                .toList())
        .containsExactlyElementsOf(
            IntStream.range(0, 64).mapToObj(i -> "{\"key\":\"" + i + "\"}").toList());
  }

  @Test
  void invoke_timeIsOver_isErrorAndTheFunctionIsGone() {
    try (LambdaRuntime slow = start(EchoFunction.class, Map.of())) {
      Response response = slow.invoke("{\"do\":\"sleep\"}", Duration.ofMillis(500));

      assertThat(response.isError()).isTrue();
      assertThat(response.body()).contains("Sandbox.Timedout", "timed out after 0.50 seconds");
      assertThat(slow.invoke("{}", AMPLE).body()).isEqualTo(response.body());
    }
  }

  @Test
  void invoke_functionExits_isError() {
    try (LambdaRuntime fragile = start(EchoFunction.class, Map.of())) {
      Response response = fragile.invoke("{\"do\":\"exit\"}", AMPLE);

      assertThat(response.isError()).isTrue();
      assertThat(response.body()).contains("Runtime.ExitError", "exit status 3");
    }
  }

  @Test
  void initError_constructorThrows_isWhatEveryInvocationAnswers() {
    try (LambdaRuntime broken = start(BrokenFunction.class, Map.of())) {
      assertThat(broken.initError()).get().asString().contains("no configuration");
      assertThat(broken.invoke("\"event\"", AMPLE).isError()).isTrue();
      assertThat(broken.invoke("\"event\"", AMPLE).body()).isEqualTo(broken.initError().get());
    }
  }

  private static LambdaRuntime start(Class<?> handler, Map<String, String> env) {
    return LambdaRuntime.start(System.getProperty("java.class.path"), handler.getName(), env);
  }

  private static JsonNode json(Response response) throws Exception {
    return JsonMapper.builder().build().readTree(response.body());
  }
}
