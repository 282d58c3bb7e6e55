package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckRequest;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth.HealthCheckResponse.ServingStatus;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionRequest;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionResponse;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What load balancers, probes and tools ask before they ask anything of the models. */
class GrpcToolsTest {
    private static final MethodDescriptor<HealthCheckRequest, HealthCheckResponse> CHECK = GrpcCaller.method(
            "grpc.health.v1.Health/Check",
            MethodType.UNARY,
            HealthCheckRequest.getDefaultInstance(),
            HealthCheckResponse.getDefaultInstance());
    private static final MethodDescriptor<HealthCheckRequest, HealthCheckResponse> WATCH = GrpcCaller.method(
            "grpc.health.v1.Health/Watch",
            MethodType.SERVER_STREAMING,
            HealthCheckRequest.getDefaultInstance(),
            HealthCheckResponse.getDefaultInstance());

    @RegisterExtension
    private final ServedGrpc served = new ServedGrpc(1, 3);

    @RegisterExtension
    private final GrpcCaller caller = new GrpcCaller(served.port());

    @ParameterizedTest
    @ValueSource(strings = {"", "inference.GRPCInferenceService"})
    void shouldServeAsLongAsTheNodeIsReady(String service) {
        assertThat(caller.ask(CHECK, of(service)).getStatus()).isEqualTo(ServingStatus.SERVING);

        served.ready.set(false);

        assertThat(caller.ask(CHECK, of(service)).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void shouldNotKnowTheHealthOfAnotherService() {
        assertThat(caller.refusal(CHECK, of("other")).getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void shouldTellOfEveryChange() throws Exception {
        var watch = caller.talk(WATCH);
        watch.say(of(""));
        watch.end();
        assertThat(watch.hear().getStatus()).isEqualTo(ServingStatus.SERVING);

        served.ready.set(false);
        assertThat(watch.hear().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        served.ready.set(true);
        assertThat(watch.hear().getStatus()).isEqualTo(ServingStatus.SERVING);

        served.endpoint.drain();
        assertThat(watch.hear().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(watch.status().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void shouldGoOnWatchingAServiceThatIsNotKnown() throws Exception {
        var watch = caller.talk(WATCH);
        watch.say(of("other"));
        watch.end();

        assertThat(watch.hear().getStatus()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
        watch.cancel();
    }

    @Test
    void shouldHoldOnlySoManyTalks() throws Exception {
        var talks = new ArrayList<GrpcTalk<?, ?>>();
        for (int i = 0; i < GrpcEndpoint.MAX_TALKS / 2; i++) {
            var watch = caller.talk(WATCH);
            watch.say(of(""));
            watch.end();
            talks.add(watch);
            talks.add(caller.talk(reflection("grpc.reflection.v1")));
        }
        Eventually.until("all are there", () -> served.endpoint.lasting() == GrpcEndpoint.MAX_TALKS);

        var refused = caller.talk(WATCH);
        refused.say(of(""));
        refused.end();
        assertThat(refused.status().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(caller.talk(reflection("grpc.reflection.v1")).status().getCode())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(caller.ask(CHECK, of("")).getStatus()).isEqualTo(ServingStatus.SERVING);

        talks.forEach(GrpcTalk::cancel);
        Eventually.until("none is there", () -> served.endpoint.lasting() == 0);
    }

    /** The client library ends the call by its own clock too, hence a deadline that it is not told of. */
    @Test
    void shouldEndATalkAtItsDeadline() throws Exception {
        var watch = caller.talk(WATCH, Map.of("grpc-timeout", "300m"));
        watch.say(of(""));
        watch.end();
        var reflection = caller.talk(reflection("grpc.reflection.v1"), Map.of("grpc-timeout", "300m"));

        assertThat(watch.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(watch.status().getDescription()).contains("300 ms after its beginning");
        assertThat(reflection.status().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldEndATalkWhenTheNodeGoes() throws Exception {
        var talk = caller.talk(reflection("grpc.reflection.v1"));
        Eventually.until("it is there", () -> served.endpoint.lasting() == 1);

        served.endpoint.drain();

        assertThat(talk.status().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc.reflection.v1", "grpc.reflection.v1alpha"})
    void shouldListItsServices(String version) throws Exception {
        var talk = caller.talk(reflection(version));
        talk.say(ServerReflectionRequest.newBuilder().setListServices("*").build());

        assertThat(talk.hear().getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .containsExactly(
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "inference.GRPCInferenceService");
        talk.end();
        assertThat(talk.status().getCode()).isEqualTo(Code.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inference.GRPCInferenceService",
                "inference.GRPCInferenceService.ModelInfer",
                "inference.ModelInferRequest",
                "inference.ModelInferRequest.InferInputTensor",
                "inference.ModelInferRequest.model_name",
            })
    void shouldGiveTheFileThatDeclaresASymbolAndWhatItImports(String symbol) throws Exception {
        var talk = caller.talk(reflection("grpc.reflection.v1"));
        talk.say(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(symbol)
                .build());

        assertThat(files(talk.hear())).containsExactly("open_inference.proto", "model_config.proto");
    }

    @Test
    void shouldGiveAFileByItsName() throws Exception {
        var talk = caller.talk(reflection("grpc.reflection.v1"));
        talk.say(ServerReflectionRequest.newBuilder()
                .setFileByFilename("model_config.proto")
                .build());

        assertThat(files(talk.hear())).containsExactly("model_config.proto");
    }

    @Test
    void shouldSayWhatThereIsNotAndGoOn() throws Exception {
        var talk = caller.talk(reflection("grpc.reflection.v1"));
        var questions = List.of(
                ServerReflectionRequest.newBuilder().setFileContainingSymbol("no.Such"),
                ServerReflectionRequest.newBuilder().setFileByFilename("no_such.proto"),
                ServerReflectionRequest.newBuilder().setAllExtensionNumbersOfType("no.Such"),
                ServerReflectionRequest.newBuilder());

        for (var question : questions) {
            talk.say(question.build());
        }

        assertThat(talk.hear().getErrorResponse().getErrorCode()).isEqualTo(5);
        assertThat(talk.hear().getErrorResponse().getErrorMessage()).contains("no_such.proto");
        assertThat(talk.hear().getErrorResponse().getErrorCode()).isEqualTo(5);
        assertThat(talk.hear().getErrorResponse().getErrorCode()).isEqualTo(3);
    }

    private static List<String> files(ServerReflectionResponse answer) throws InvalidProtocolBufferException {
        var names = new ArrayList<String>();
        for (var file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            names.add(FileDescriptorProto.parseFrom(file).getName());
        }
        return names;
    }

    private static MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> reflection(String version) {
        return GrpcCaller.method(
                version + ".ServerReflection/ServerReflectionInfo",
                MethodType.BIDI_STREAMING,
                ServerReflectionRequest.getDefaultInstance(),
                ServerReflectionResponse.getDefaultInstance());
    }

    private static HealthCheckRequest of(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }
}
