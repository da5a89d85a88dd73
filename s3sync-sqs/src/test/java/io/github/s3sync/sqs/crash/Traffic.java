package io.github.s3sync.sqs.crash;

import io.github.s3sync.testing.FakeBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes and overwrites objects, and sends notifications: also of objects that no longer exist, of
 * objects that no rule matches, and many that can never succeed. The same seed gives the same
 * traffic. For use by one thread.
 */
final class Traffic {

  /** The event that S3 sends when notifications of a bucket are configured. */
  private static final String TEST_EVENT =
      """
      {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-22T10:20:30.400Z",\
      "Bucket":"src","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzb"}\
      """;

  private static final int LARGE_KEYS = 6;
  private static final Poison[] POISON = Poison.values();

  private final FakeBucket source;
  private final List<S3Client> clients;
  private final Ledger ledger;
  private final int keys;
  private final Random random;
  private final Weather weather;
  private final Outbox outbox;
  private final Map<String, Poison.Dose> poison = new HashMap<>();
  private int sequence;

  /**
   * Creates the traffic; writes nothing yet.
   *
   * @param keys the number of keys of small objects; with fewer keys, each is overwritten more
   *     often
   * @param mostWaiting the backlog at which to wait for the workers
   */
  Traffic(Site site, Ledger ledger, int keys, int mostWaiting, long seed) {
    this.source = site.s3().bucket(Site.SOURCE);
    Storage storage = site.storage();
    this.clients = storage.writers();
    this.ledger = ledger;
    this.keys = keys;
    this.random = new Random(seed);
    this.weather = new Weather(storage, ledger, random.nextLong());
    this.outbox = new Outbox(site, ledger, mostWaiting, random.nextLong());
  }

  /** Writes and notifies as long as the supplier returns true, then sends delayed messages. */
  void run(BooleanSupplier wanted) {
    while (wanted.getAsBoolean()) {
      step();
    }
    outbox.flush();
  }

  /** Returns the messages that can never succeed, by body. To be called when all is written. */
  Map<String, Poison.Dose> poison() {
    return poison;
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 1) {
      String key = "large/" + random.nextInt(LARGE_KEYS);
      write(key, bytes(Worker.PART_BYTES + 1 + random.nextInt(1_000)));
      weather.maybeDisturbCopyInParts();
      outbox.post(notification(key));
    } else if (dice < 3) {
      writeAndPoison();
    } else if (dice < 4) {
      String key = "short-lived/" + sequence;
      write(key, bytes(100));
      String notification = notification(key);
      delete(key);
      outbox.post(notification);
    } else if (dice < 5) {
      outbox.post(TEST_EVENT);
    } else {
      String key = smallKey();
      // Sometimes the same bytes again, with other properties.
      write(key, bytes(dice < 10 ? 0 : random.nextInt(2_000)));
      weather.maybeDisturbCopy();
      outbox.post(notification(key));
    }
  }

  private void writeAndPoison() {
    String key = smallKey();
    write(key, bytes(100));
    Poison kind = POISON[random.nextInt(POISON.length)];
    String good = notification(key);
    String body = kind.of(good, sequence);
    poison.put(body, new Poison.Dose(kind, outbox.post(body)));
    if (!kind.tellsTheGood()) {
      outbox.post(good);
    }
  }

  private String smallKey() {
    int number = random.nextInt(keys);
    return (number % 10 == 0 ? "작은 것/a+b %41 é " : "small/") + number;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private void delete(String key) {
    for (S3Client client : clients) {
      client.deleteObject(r -> r.bucket(Site.SOURCE).key(key));
    }
  }

  private void write(String key, byte[] content) {
    sequence++;
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(Site.SOURCE)
            .key(key)
            .contentType("application/x-" + sequence % 100)
            .cacheControl("max-age=" + sequence)
            .metadata(Map.of("sequence", Integer.toString(sequence)))
            .build();
    for (S3Client client : clients) {
      client.putObject(request, RequestBody.fromBytes(content));
    }
    ledger.add("write");
  }

  private String notification(String key) {
    return source.notification(key, String.format("%018X", sequence));
  }
}
