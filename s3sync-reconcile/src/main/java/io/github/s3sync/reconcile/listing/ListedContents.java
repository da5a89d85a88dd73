package io.github.s3sync.reconcile.listing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Reads the objects in the response to one listing request, because the SDK's own parser needs
 * several times as long. The SDK receives the response without the objects.
 *
 * <p>Responses that {@link ContentsParser} does not understand are passed to the SDK unchanged, as
 * are error responses. The SDK then parses the objects, or fails.
 *
 * <p>Each request needs its own instance, which is added to the request as a plugin. Therefore
 * clients need no configuration.
 */
final class ListedContents implements SdkPlugin, ExecutionInterceptor {

  /**
   * Larger responses are parsed by the SDK. A page of 1,000 keys of 1,024 bytes has half this size.
   */
  static final int MAX_BYTES = 8 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private @Nullable List<ListedObject> objects;

  /**
   * Returns the objects of the last response.
   *
   * @return the objects; null if the SDK has parsed them
   */
  @Nullable List<ListedObject> objects() {
    return objects;
  }

  @Override
  public void configureClient(SdkServiceClientConfiguration.Builder configuration) {
    ClientOverrideConfiguration known = configuration.overrideConfiguration();
    // Responses pass through the interceptors in reverse order. Interceptors of the client that
    // change a response must run before this one.
    List<ExecutionInterceptor> interceptors = new ArrayList<>();
    interceptors.add(this);
    interceptors.addAll(known.executionInterceptors());
    configuration.overrideConfiguration(
        known.toBuilder().executionInterceptors(interceptors).build());
  }

  /** Forgets the response to an earlier attempt. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    objects = null;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    objects = null;
    Optional<InputStream> body = context.responseBody();
    return context.httpResponse().isSuccessful() ? body.map(this::read) : body;
  }

  private InputStream read(InputStream body) {
    Bytes read = new Bytes();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        read.write(buffer, 0, n);
        if (read.size() > MAX_BYTES) {
          return new SequenceInputStream(read.stream(), body);
        }
      }
      body.close();
    } catch (IOException e) {
      return new SequenceInputStream(read.stream(), new BrokenBody(body, e));
    }
    ContentsParser.Contents contents = ContentsParser.parse(read.stream());
    if (contents == null) {
      return read.stream();
    }
    objects = contents.objects();
    return contents.rest();
  }

  /** Holds the bytes of a response. A page with long keys has several million bytes. */
  private static final class Bytes extends ByteArrayOutputStream {

    Bytes() {
      super(BUFFER_BYTES);
    }

    InputStream stream() {
      return new ByteArrayInputStream(buf, 0, count);
    }
  }

  /** Throws the exception that ended the response, so that the SDK handles it. */
  private static final class BrokenBody extends InputStream {

    private final InputStream body;
    private final IOException exception;

    BrokenBody(InputStream body, IOException exception) {
      this.body = body;
      this.exception = exception;
    }

    @Override
    public int read() throws IOException {
      throw exception;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      throw exception;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
