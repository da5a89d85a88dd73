package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs an HTTP server on 127.0.0.1 whose threads do not keep a JVM alive. */
final class LoopbackServer {

  static {
    // The JDK's server reads it once; without it every request on a kept connection waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackServer::daemon);

  private LoopbackServer(HttpServer server) {
    this.server = server;
  }

  static LoopbackServer start(HttpHandler handler) {
    HttpServer server;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LoopbackServer started = new LoopbackServer(server);
    server.createContext("/", handler);
    server.setExecutor(started.threads);
    started.listen();
    return started;
  }

  private void listen() {
    // The server's own thread is a daemon if the thread that starts it is.
    Thread starter = daemon(server::start);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-http");
    thread.setDaemon(true);
    return thread;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Stops the server; interrupts requests in progress. */
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }
}
