package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs an STS inside this JVM that supports {@code AssumeRole} and {@code GetCallerIdentity}. It
 * returns credentials that the test provides, such as those of an identity of {@link
 * S3ProxyServer}, and requires an external id like a role's trust policy.
 *
 * <p>It listens on 127.0.0.1 at a free port. Thread-safe. Differences from STS: signatures are not
 * checked, any access key may assume any existing role, and the test defines when a session ends.
 *
 * @since 0.1.0
 */
public final class StsServer implements AutoCloseable {

  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final String REQUEST_ID = "STS1";

  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, String> userIds = new ConcurrentHashMap<>();
  private final List<AssumeRole> requests = new CopyOnWriteArrayList<>();
  private final List<String> callers = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Answer> instead = new AtomicReference<>();
  private final LoopbackServer server;

  private StsServer() {
    this.server = LoopbackServer.start(this::handle);
  }

  /**
   * Starts a server without roles.
   *
   * @return the running server, which the caller closes
   */
  public static StsServer start() {
    return new StsServer();
  }

  /**
   * Returns the endpoint of the server.
   *
   * @return an http URI with address and port
   */
  public URI endpoint() {
    return server.endpoint();
  }

  /**
   * Adds a role, or replaces it.
   *
   * @param arn its ARN
   * @param externalId the external id that requests must contain; null if none is required
   * @param sessions the credentials to return, one after the other; the last one is returned
   *     repeatedly
   */
  public void role(String arn, @Nullable String externalId, Session... sessions) {
    roles.put(arn, new Role(externalId, new ArrayDeque<>(List.of(sessions))));
  }

  /**
   * Sets the user id of an access key.
   *
   * @param accessKeyId the access key
   * @param userId the {@code UserId}; by default the access key itself, as in the notifications of
   *     {@link FakeS3} and {@link S3ProxyServer} after {@code AWS:}
   */
  public void caller(String accessKeyId, String userId) {
    userIds.put(accessKeyId, userId);
  }

  /**
   * Answers every request with an error from now on.
   *
   * @param status the HTTP status
   * @param code the error's code, such as {@code Throttling}
   * @param message the error's message
   */
  public void refuse(int status, String code, String message) {
    instead.set(error(status, code, message));
  }

  /**
   * Returns the requests for roles so far, including refused requests.
   *
   * @return a copy
   */
  public List<AssumeRole> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns the callers of GetCallerIdentity so far, including refused callers.
   *
   * @return their access keys, in order; a copy
   */
  public List<String> callers() {
    return List.copyOf(callers);
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form =
          Percent.decodePairs(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      Answer answer = answer(form, exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = answer.body().readAll();
      exchange.getResponseHeaders().set("content-type", "text/xml");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(Map<String, String> form, @Nullable String authorization) {
    String accessKeyId = RequestReader.accessKeyId(authorization);
    return "GetCallerIdentity".equals(form.get("Action"))
        ? identity(accessKeyId)
        : assume(accessKeyId, form);
  }

  private Answer identity(String accessKeyId) {
    callers.add(accessKeyId);
    Answer refusal = instead.get();
    if (refusal != null) {
      return refusal;
    }
    return xml(
        200,
        "GetCallerIdentityResponse",
        response ->
            response
                .nest(
                    "GetCallerIdentityResult",
                    result ->
                        result
                            .text("Arn", "arn:aws:iam::111111111111:user/" + accessKeyId)
                            .text("UserId", userIds.getOrDefault(accessKeyId, accessKeyId))
                            .text("Account", FakeS3.OWNER))
                .nest("ResponseMetadata", data -> data.text("RequestId", REQUEST_ID)));
  }

  private Answer assume(String accessKeyId, Map<String, String> form) {
    AssumeRole request =
        new AssumeRole(
            accessKeyId,
            form.getOrDefault("RoleArn", ""),
            form.getOrDefault("RoleSessionName", ""),
            form.get("ExternalId"));
    requests.add(request);
    Answer refusal = instead.get();
    if (refusal != null) {
      return refusal;
    }
    Role role = roles.get(request.roleArn());
    if (role == null || (role.externalId != null && !role.externalId.equals(request.externalId))) {
      return error(
          403,
          "AccessDenied",
          "User: "
              + request.accessKeyId()
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + request.roleArn());
    }
    Session session = role.next();
    return xml(
        200,
        "AssumeRoleResponse",
        response ->
            response
                .nest(
                    "AssumeRoleResult",
                    result ->
                        result.nest(
                            "Credentials",
                            credentials ->
                                credentials
                                    .text("AccessKeyId", session.accessKeyId())
                                    .text("SecretAccessKey", session.secretAccessKey())
                                    .text("SessionToken", session.sessionToken())
                                    .text("Expiration", Instant.now().plus(session.lasts()))))
                .nest("ResponseMetadata", data -> data.text("RequestId", REQUEST_ID)));
  }

  private static Answer error(int status, String code, String message) {
    return xml(
        status,
        "ErrorResponse",
        response ->
            response
                .nest(
                    "Error",
                    error ->
                        error.text("Type", "Sender").text("Code", code).text("Message", message))
                .text("RequestId", REQUEST_ID));
  }

  private static Answer xml(int status, String root, Consumer<XmlWriter> body) {
    return new Answer(status, Map.of(), XmlWriter.document(root, NAMESPACE, body));
  }

  /**
   * A request for a role.
   *
   * @param accessKeyId the access key of the sender, or {@code anonymous}
   * @param roleArn the role
   * @param sessionName the name of the session
   * @param externalId the external id; null if the request has none
   * @since 0.1.0
   */
  public record AssumeRole(
      String accessKeyId, String roleArn, String sessionName, @Nullable String externalId) {}

  /**
   * Contains the credentials of a session.
   *
   * @param accessKeyId the access key
   * @param secretAccessKey the secret key
   * @param sessionToken the session token
   * @param lasts how long the session lasts after the answer
   * @since 0.1.0
   */
  public record Session(
      String accessKeyId, String secretAccessKey, String sessionToken, Duration lasts) {

    /**
     * Returns a session of one hour, which is STS's default.
     *
     * @param accessKeyId the access key
     * @param secretAccessKey the secret key
     * @return the session, with a generated token
     */
    public static Session of(String accessKeyId, String secretAccessKey) {
      return new Session(
          accessKeyId, secretAccessKey, "token of " + accessKeyId, Duration.ofHours(1));
    }
  }

  private static final class Role {
    private final @Nullable String externalId;
    private final Deque<Session> sessions;

    Role(@Nullable String externalId, Deque<Session> sessions) {
      this.externalId = externalId;
      this.sessions = sessions;
    }

    synchronized Session next() {
      return sessions.size() > 1 ? sessions.removeFirst() : sessions.getFirst();
    }
  }
}
