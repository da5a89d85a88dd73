package io.github.s3sync.examples.boot;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.RegionalS3ClientsBuilder;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.micrometer.MeteredOutcomes;
import io.github.s3sync.micrometer.PollerGauges;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.rule.CopyRule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The beans of the replication. Spring closes each bean after the beans that use it: the poller
 * ({@link Replication}) first, then the façade, then the clients.
 */
@Configuration(proxyBeanMethods = false)
class ReplicationConfiguration {

  @Bean
  RegionalS3Clients replicationS3Clients(ReplicationProperties properties) {
    RegionalS3ClientsBuilder clients =
        RegionalS3Clients.builder().maxConnections(2 * Replication.CONCURRENCY);
    if (properties.s3Endpoint() != null) {
      clients.endpoint(properties.s3Endpoint());
    }
    return clients.build();
  }

  @Bean
  SqsClient replicationSqsClient(ReplicationProperties properties) {
    SqsClientBuilder client = SqsClient.builder().httpClientBuilder(Apache5HttpClient.builder());
    if (properties.sqsEndpoint() != null) {
      client.endpointOverride(properties.sqsEndpoint());
    }
    return client.build();
  }

  @Bean
  S3Sync replicationSync(
      ReplicationProperties properties, RegionalS3Clients clients, MeterRegistry meters) {
    return S3Sync.builder()
        .rules(
            CopyRule.named("all")
                .from(properties.sourceBucket())
                .to(properties.destinationBucket())
                .build())
        .executor(S3CopyExecutor.builder(clients).build())
        // Without the first listener, failures would be counted but not logged.
        .listener(OutcomeListener.logging().andThen(MeteredOutcomes.of(meters)))
        .build();
  }

  @Bean
  MeterBinder replicationGauges(Replication replication) {
    return PollerGauges.of(replication::health);
  }
}
