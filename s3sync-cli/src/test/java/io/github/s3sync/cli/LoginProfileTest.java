package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * Tests profiles of {@code aws login}, which require a further module of the SDK. Its version
 * differs from that of the SDK's core, so this also shows that the two are compatible.
 */
class LoginProfileTest {

  private static final String SESSION = "arn:aws:sts::111111111111:assumed-role/Admin/me";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path home;

  @BeforeEach
  void writeTheProfile() throws IOException {
    Path config =
        Files.writeString(
            home.resolve("config"),
            "[profile dev]\nregion = eu-west-1\nlogin_session = " + SESSION + "\n");
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.loginCacheDirectory", home.toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("aws.configFile");
    System.clearProperty("aws.loginCacheDirectory");
  }

  @Test
  void credentials_ofASession_areFound() throws Exception {
    String token =
        """
        {"accessToken": {"accessKeyId": "ASIADEV", "secretAccessKey": "hush", "sessionToken": "t",
            "accountId": "111111111111", "expiresAt": "2199-01-01T00:00:00Z"},
          "tokenType": "aws_sigv4", "refreshToken": "r", "idToken": "i",
          "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "unused"}
        """;
    Files.writeString(home.resolve(sha256(SESSION) + ".json"), token);

    try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.create("dev")) {
      assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("ASIADEV");
    }
  }

  @Test
  void credentials_withoutASession_sayThatALoginIsNeeded() {
    try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.create("dev")) {
      assertThatThrownBy(provider::resolveCredentials)
          .hasMessageContaining("You must re-authenticate");
    }
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
