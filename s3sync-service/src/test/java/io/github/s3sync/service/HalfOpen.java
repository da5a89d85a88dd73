package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Opens connections whose client never sends a complete request, like those of port scanners. */
final class HalfOpen implements AutoCloseable {

  private static final byte[][] BEGINNINGS = {
    {},
    "GET /hea".getBytes(US_ASCII),
    "GET /health HTTP/1.1\r\nHost: a\r\n".getBytes(US_ASCII),
    "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII),
    // The first bytes of a TLS connection.
    {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03}
  };

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();

  HalfOpen(int port) {
    this.port = port;
  }

  void open(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      write(socket, BEGINNINGS[i % BEGINNINGS.length]);
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      System.err.println("the service has closed a connection, having enough of them: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
