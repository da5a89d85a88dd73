package io.github.s3sync.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Runs a real store on this machine, started from Debian's packages by a script of the folder
 * {@code s3sync-testing/stores}. It listens on the loopback address only, and keeps its state in a
 * temporary folder, which {@link #close()} deletes.
 *
 * @since 0.1.0
 */
public final class LocalStore implements AutoCloseable {

  private static final int PORTS = 13;
  private static final int ATTEMPTS = 100;

  private final Path scripts;
  private final Path folder;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Thread atExit = new Thread(this::end);

  private LocalStore(Path scripts, Path folder) {
    this.scripts = scripts;
    this.folder = folder;
  }

  /**
   * Starts a store.
   *
   * @param name {@code ceph} or {@code swift}
   * @return the store, which is ready for requests
   * @throws IllegalStateException if it cannot be started, for example because its packages are not
   *     installed; the script has printed the cause
   */
  public static LocalStore start(String name) {
    // Tests of a module run in its own folder.
    Path scripts = Path.of("..", "lab", "s3sync-testing", "stores").toAbsolutePath().normalize();
    try {
      Path folder = Files.createTempDirectory("s3sync-" + name).resolve("store");
      LocalStore store = new LocalStore(scripts, folder);
      int status =
          run(
              scripts.resolve(name).resolve("up").toString(),
              folder.toString(),
              Integer.toString(freePort()));
      if (status != 0) {
        throw new IllegalStateException(name + " could not be started, see above");
      }
      for (String line : Files.readAllLines(folder.resolve("store.env"))) {
        int equals = line.indexOf('=');
        store.variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
      Runtime.getRuntime().addShutdownHook(store.atExit);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the environment variables for access to the store.
   *
   * @return variables such as {@code S3SYNC_STORE_ENDPOINT}
   */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    run(scripts.resolve("down").toString(), folder.toString());
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns the first of several consecutive free ports. */
  private static int freePort() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      if (IntStream.range(port, port + PORTS).allMatch(LocalStore::isFree)) {
        return port;
      }
    }
    throw new IllegalStateException("there are no " + PORTS + " free ports in a row");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
