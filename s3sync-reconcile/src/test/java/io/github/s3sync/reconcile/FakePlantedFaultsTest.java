package io.github.s3sync.reconcile;

import io.github.s3sync.option.TransferMode;
import io.github.s3sync.testing.FakeS3;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the contract on the fake S3, which keeps all planted objects apart. */
class FakePlantedFaultsTest extends PlantedFaultsContract {

  private final ComparedStore store = new Fake(true);

  @Override
  protected ComparedStore store() {
    return store;
  }

  @AfterAll
  void stop() {
    store.close();
  }

  /** Runs the contract with a rule that streams. */
  @Nested
  class Streamed extends PlantedFaultsContract {

    private final ComparedStore store = new Fake(false);

    @Override
    protected ComparedStore store() {
      return store;
    }

    @Override
    protected TransferMode transfer() {
      return TransferMode.STREAM;
    }

    @AfterAll
    void stop() {
      store.close();
    }
  }

  private static final class Fake implements ComparedStore {

    private final FakeS3 s3 = FakeS3.start();
    private final boolean quick;

    Fake(boolean quick) {
      this.quick = quick;
      List.of(source(), ordered(), unordered()).forEach(s3::createBucket);
    }

    @Override
    public boolean isQuick() {
      return quick;
    }

    @Override
    public S3Client client() {
      return s3.client();
    }

    @Override
    public void close() {
      s3.close();
    }
  }
}
