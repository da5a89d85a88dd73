package io.github.s3sync.examples.micronaut;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.RegionalS3ClientsBuilder;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.micrometer.MeteredOutcomes;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.rule.CopyRule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The beans of the replication. Micronaut closes each bean after the beans that use it: the poller
 * ({@link Replication}) first, then the façade, then the clients.
 */
@Factory
final class ReplicationFactory {

  @Singleton
  @Bean(preDestroy = "close")
  RegionalS3Clients s3Clients(ReplicationConfiguration configuration) {
    RegionalS3ClientsBuilder clients =
        RegionalS3Clients.builder().maxConnections(2 * Replication.CONCURRENCY);
    if (configuration.s3Endpoint() != null) {
      clients.endpoint(configuration.s3Endpoint());
    }
    return clients.build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SqsClient sqsClient(ReplicationConfiguration configuration) {
    SqsClientBuilder client = SqsClient.builder().httpClientBuilder(Apache5HttpClient.builder());
    if (configuration.sqsEndpoint() != null) {
      client.endpointOverride(configuration.sqsEndpoint());
    }
    return client.build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  S3Sync sync(
      ReplicationConfiguration configuration, RegionalS3Clients clients, MeterRegistry meters) {
    return S3Sync.builder()
        .rules(
            CopyRule.named("all")
                .from(configuration.sourceBucket())
                .to(configuration.destinationBucket())
                .build())
        .executor(S3CopyExecutor.builder(clients).build())
        // Without the first listener, failures would be counted but not logged.
        .listener(OutcomeListener.logging().andThen(MeteredOutcomes.of(meters)))
        .build();
  }
}
