package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.github.s3sync.config.Variables;
import io.github.s3sync.sqs.SqsPoller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks the manifests against Kubernetes' own types, in which an unknown field is an error. */
class KubernetesManifestsTest {

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                // By default the types collect unknown fields.
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  private static <T> T read(String file, Class<T> type) throws IOException {
    return parse(Files.readString(Path.of("src/main/kubernetes", file)), type);
  }

  private static <T> T parse(String yaml, Class<T> type) {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return STRICT.convertValue(tree, type);
  }

  private static PodSpec pod() throws IOException {
    return read("deployment.yaml", Deployment.class).getSpec().getTemplate().getSpec();
  }

  private static Container container() throws IOException {
    return pod().getContainers().get(0);
  }

  @Test
  void parse_fieldThatIsNotKnown_isRefused() {
    assertThatThrownBy(() -> parse("{kind: Service, spec: {prots: []}}", Service.class))
        .hasMessageContaining("prots");
    assertThatThrownBy(
            () ->
                parse(
                    "{kind: Deployment, spec: {template: {spec: {enableServiceLink: false}}}}",
                    Deployment.class))
        .hasMessageContaining("enableServiceLink");
  }

  @Test
  void deployment_pod_setsNoServiceLinksAndHasTimeToEnd() throws Exception {
    assertThat(pod().getEnableServiceLinks()).isFalse();
    assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    long shutdown = Long.parseLong(environment().get("S3SYNC_SHUTDOWN_TIMEOUT_SECONDS"));
    assertThat(pod().getTerminationGracePeriodSeconds()).isEqualTo(shutdown + 10);
  }

  @Test
  void deployment_probes_askForLifeAndHealth() throws Exception {
    assertThat(path(container().getLivenessProbe())).isEqualTo("/live");
    assertThat(path(container().getStartupProbe())).isEqualTo("/live");
    assertThat(path(container().getReadinessProbe())).isEqualTo("/health");
    assertThat(container().getPorts().get(0).getContainerPort())
        .asString()
        .isEqualTo(environment().get(Variables.HEALTH_PORT));
  }

  private static String path(Probe probe) throws IOException {
    assertThat(probe.getHttpGet().getPort().getStrVal())
        .isEqualTo(container().getPorts().get(0).getName());
    return probe.getHttpGet().getPath();
  }

  private static Map<String, String> environment() throws IOException {
    return container().getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  @Test
  void deployment_variables_areKnown() throws Exception {
    assertThat(SqsPoller.builder().environment(environment())).isNotNull();
  }

  @Test
  void monitors_select_thePodsAndTheirPort() throws Exception {
    Map<String, String> labels =
        read("deployment.yaml", Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    Service service = read("service.yaml", Service.class);
    ServiceMonitor ofService = read("servicemonitor.yaml", ServiceMonitor.class);
    PodMonitor ofPods = read("podmonitor.yaml", PodMonitor.class);
    String port = container().getPorts().get(0).getName();

    assertThat(read("deployment.yaml", Deployment.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    assertThat(service.getSpec().getSelector()).isEqualTo(labels);
    assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal()).isEqualTo(port);
    assertThat(ofService.getSpec().getSelector().getMatchLabels())
        .isEqualTo(service.getMetadata().getLabels());
    assertThat(ofService.getSpec().getEndpoints().get(0).getPort())
        .isEqualTo(service.getSpec().getPorts().get(0).getName());
    assertThat(ofPods.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(ofPods.getSpec().getPodMetricsEndpoints().get(0).getPort()).isEqualTo(port);
  }
}
