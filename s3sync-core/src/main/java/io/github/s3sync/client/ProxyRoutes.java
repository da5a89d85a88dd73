package io.github.s3sync.client;

import java.util.Locale;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Routes requests through the proxy of the SDK's configuration, as the SDK's own client does. */
final class ProxyRoutes extends DefaultRoutePlanner {

  private final ProxyConfiguration proxy;

  ProxyRoutes(ProxyConfiguration proxy) {
    super(DefaultSchemePortResolver.INSTANCE);
    this.proxy = proxy;
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
    String host = target.getHostName().toLowerCase(Locale.ROOT);
    boolean direct = proxy.host() == null || proxy.nonProxyHosts().stream().anyMatch(host::matches);
    return direct ? null : new HttpHost(proxy.scheme(), proxy.host(), proxy.port());
  }

  static CredentialsProvider credentials(ProxyConfiguration proxy) {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    if (proxy.host() != null && proxy.username() != null && proxy.password() != null) {
      credentials.setCredentials(
          new AuthScope(proxy.host(), proxy.port()),
          new UsernamePasswordCredentials(proxy.username(), proxy.password().toCharArray()));
    }
    return credentials;
  }
}
