package dev.tieline.edge.endpoint;

import dev.tieline.devices.link.InboundMessage;
import dev.tieline.devices.link.LinkOptions;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.devices.link.MqttLink;
import dev.tieline.devices.link.OutboundMessage;
import dev.tieline.devices.testing.Eventually;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.oip.OipLimits;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A caller that asks one node by every protocol, in bytes that it makes itself. */
final class ThreeForms implements AutoCloseable {
    private static final String PUMP = "tl/v1/acme/client/clinic-berlin/pump-7";
    private static final Duration HANG = Duration.ofSeconds(60);
    private static final OipCodec CODEC = new OipCodec(OipLimits.DEFAULT);

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_2).build();
    private final List<InboundMessage> heard = new CopyOnWriteArrayList<>();
    private final URI root;
    private final MqttLink device;
    private int asked;

    ThreeForms(URI root, URI broker) {
        this.root = root;
        this.device = new MqttLink(LinkOptions.of(broker, "pump-7"), new Random(2));
        device.subscribe(PUMP, 1, heard::add);
        device.start();
        Eventually.until("the device is connected", device::connected);
    }

    /**
     * What came back.
     *
     * @param status of HTTP, of gRPC, or the user property {@code tieline-status}
     * @param code the code of the error, or {@code ok}
     * @param message what went wrong, for people
     * @param everything headers and body
     */
    record Answer(String status, String code, String message, String everything) {}

    Answer ask(Protocol protocol, BadInput.Asked question) throws Exception {
        return switch (protocol) {
            case HTTP -> http(question);
            case GRPC -> grpc(question);
            case MQTT -> mqtt(question);
        };
    }

    private Answer http(BadInput.Asked question) throws Exception {
        var request = HttpRequest.newBuilder(root.resolve("/v2/models/" + question.model() + "/infer"));
        question.beside().forEach(request::header);
        var response = send(request, question.body());
        var status = String.valueOf(response.statusCode());
        var everything = response.headers().map() + text(response.body());
        if (response.statusCode() == 200) {
            return new Answer(status, "ok", "", everything);
        }
        var error = CODEC.decodeError(ByteBuffer.wrap(response.body()));
        return new Answer(status, error.code(), error.message(), everything);
    }

    private Answer grpc(BadInput.Asked question) throws Exception {
        // The first request on a connection is what makes it one of HTTP/2.
        var unused = client.send(HttpRequest.newBuilder(root.resolve("/v2")).build(), BodyHandlers.discarding());
        var request = HttpRequest.newBuilder(root.resolve("/inference.GRPCInferenceService/ModelInfer"))
                .header("content-type", "application/grpc")
                .header("te", "trailers");
        question.beside().forEach(request::header);
        var frame = ByteBuffer.allocate(5 + question.body().length)
                .put((byte) (question.beside().containsKey("grpc-encoding") ? 1 : 0))
                .putInt(question.body().length)
                .put(question.body())
                .array();
        var response = send(request, frame);
        var status = response.headers().firstValue("grpc-status").orElse("none");
        var code = response.headers().firstValue("tieline-code").orElse(response.body().length > 0 ? "ok" : "none");
        var message = response.headers().firstValue("grpc-message").orElse("");
        return new Answer(
                status,
                code,
                URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8),
                response.headers().map() + text(response.body()));
    }

    private Answer mqtt(BadInput.Asked question) {
        var correlation = "c" + ++asked;
        var properties = MessageProperties.ofUser(question.beside()).withReplyTo(PUMP, bytes(correlation));
        var topic = "tl/v1/acme/infer/clinic-berlin/gw-1/" + question.model();
        var unused = device.publish(OutboundMessage.of(topic, question.body(), properties));
        Eventually.until(
                "an answer comes to " + correlation, () -> heard.stream().anyMatch(of(correlation)));
        var answer = heard.stream().filter(of(correlation)).findFirst().orElseThrow();
        var status = String.valueOf(answer.properties().user().get("tieline-status"));
        var everything = answer.properties().user() + text(answer.payload());
        if (status.equals("ok")) {
            return new Answer(status, "ok", "", everything);
        }
        var error = CODEC.decodeError(ByteBuffer.wrap(answer.payload()));
        return new Answer(status, error.code(), error.message(), everything);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, byte[] body) throws Exception {
        return client.send(
                request.timeout(HANG).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
    }

    private static Predicate<InboundMessage> of(String correlation) {
        return message -> {
            var data = message.properties().correlationData();
            return data != null && text(data).equals(correlation);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        device.close();
        client.close();
    }
}
