package dev.tieline.edge.endpoint.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tieline.models.DataType;
import dev.tieline.models.ModelName;
import dev.tieline.models.ModelRef;
import dev.tieline.models.Shape;
import dev.tieline.models.infer.BytesElements;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.infer.InferenceResponse;
import dev.tieline.models.infer.RequestedOutput;
import dev.tieline.models.infer.Tensor;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any request: its forms say the same, over gRPC as over HTTP. */
class InferCodecPropertyTest {
    private static final InferReader READER = new InferReader(OipLimits.DEFAULT);
    private static final OipCodec HTTP = new OipCodec(OipLimits.DEFAULT);

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadBackWhatWasWrittenRaw(long seed) {
        var request = request(new Random(seed), DataType.values());

        var read = READER.read(Requests.raw(request).toByteString(), held -> {});

        assertThat(read).as("seed %d", seed).isEqualTo(request);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadBackWhatWasWrittenInTypedContents(long seed) {
        var request = request(new Random(seed), typedTypes());

        var read = READER.read(Requests.typed(request).toByteString(), held -> {});

        assertThat(read).as("seed %d", seed).isEqualTo(request);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadTheSameAsOverHttp(long seed) {
        var request = request(new Random(seed), DataType.values());
        var body = HTTP.encodeRequest(request);

        var http = HTTP.decodeRequest(
                request.model(), request.version(), ByteBuffer.wrap(body.toByteArray()), body.headerLength(), null);

        assertThat(READER.read(Requests.raw(request).toByteString(), held -> {}))
                .as("seed %d", seed)
                .isEqualTo(http);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReadTheBeginningOfAnyRequest(long seed) {
        var request = request(new Random(seed), DataType.values());

        var beginning = InferReader.beginning(
                        Requests.raw(request).toByteString().newCodedInput())
                .orElseThrow();

        assertThat(beginning.path().name()).as("seed %d", seed).isEqualTo(request.model());
        assertThat(beginning.path().version()).isEqualTo(request.version());
        assertThat(beginning.id()).isEqualTo(request.id() == null ? "" : request.id());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldWriteAnswersThatSayTheSameInBothForms(long seed) {
        var random = new Random(seed);
        var request = request(random, typedTypes());
        var response = new InferenceResponse(
                new ModelRef(request.model(), "1"), request.id(), request.parameters(), request.inputs());
        var all = new InferenceRequest(request.model(), null, null, Map.of(), request.inputs(), List.of());

        var raw = InferWriter.write(all, response);
        var typed = InferWriter.write(all.withParameters(Map.of("binary_data_output", false)), response);

        assertThat(typed.getRawOutputContentsCount()).isZero();
        for (int i = 0; i < response.outputs().size(); i++) {
            var tensor = response.outputs().get(i);
            assertThat(raw.getRawOutputContents(i)).as("seed %d", seed).isEqualTo(ByteString.copyFrom(tensor.data()));
            assertThat(TypedContents.read(
                            tensor.name(),
                            tensor.type(),
                            tensor.shape().elements(),
                            typed.getOutputs(i).getContents()))
                    .as("seed %d", seed)
                    .isEqualTo(tensor.data());
        }
    }

    /** A message that was damaged is read or refused by a sentence: nothing else may come out. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldRefuseOrReadWhateverCame(long seed) {
        var random = new Random(seed);
        var bytes = (random.nextBoolean()
                        ? Requests.raw(request(random, DataType.values()))
                        : Requests.typed(request(random, typedTypes())))
                .toByteArray();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        var damaged = ByteString.copyFrom(bytes, 0, random.nextInt(bytes.length + 1));

        try {
            assertThat(READER.read(damaged, held -> {}).model().value())
                    .as("seed %d", seed)
                    .isNotBlank();
        } catch (InferenceException e) {
            assertThat(e.error().message()).as("seed %d", seed).isNotBlank().doesNotContain("com.google");
        }
    }

    private static DataType[] typedTypes() {
        return List.of(DataType.values()).stream().filter(Requests::typed).toArray(DataType[]::new);
    }

    private static InferenceRequest request(Random random, DataType[] types) {
        var inputs = new ArrayList<Tensor>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            inputs.add(tensor(random, "input" + i, types[random.nextInt(types.length)]));
        }
        var outputs = new ArrayList<RequestedOutput>();
        for (int i = random.nextInt(3); i > 0; i--) {
            outputs.add(new RequestedOutput(
                    "output" + i, random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean())));
        }
        return new InferenceRequest(
                ModelName.of("m" + random.nextInt(1_000)),
                random.nextBoolean() ? null : "v" + random.nextInt(9),
                random.nextBoolean() ? null : "id-\u00e9-" + random.nextInt(),
                parameters(random),
                inputs,
                outputs);
    }

    private static Map<String, Object> parameters(Random random) {
        var parameters = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parameters.put(
                    "key" + i,
                    switch (random.nextInt(4)) {
                        case 0 -> "text " + random.nextInt();
                        case 1 -> random.nextLong();
                        case 2 -> random.nextGaussian();
                        default -> random.nextBoolean();
                    });
        }
        return parameters;
    }

    private static Tensor tensor(Random random, String name, DataType type) {
        var dimensions = random.longs(random.nextInt(4), 0, 5).toArray();
        var shape = Shape.of(dimensions);
        int elements = (int) shape.elements();
        if (type == DataType.BYTES) {
            var texts = new ArrayList<byte[]>();
            for (int i = 0; i < elements; i++) {
                var text = new byte[random.nextInt(9)];
                random.nextBytes(text);
                texts.add(text);
            }
            return new Tensor(name, type, shape, BytesElements.pack(texts));
        }
        var bytes = new byte[elements * type.byteSize()];
        random.nextBytes(bytes);
        if (type == DataType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] & 1);
            }
        }
        return new Tensor(name, type, shape, ByteBuffer.wrap(bytes));
    }
}
