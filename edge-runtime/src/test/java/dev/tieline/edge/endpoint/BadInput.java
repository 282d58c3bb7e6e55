package dev.tieline.edge.endpoint;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that no node takes, as each protocol writes it.
 *
 * @param what what is wrong, as the documentation calls it
 * @param code what every protocol answers
 * @param says what stands in the message for people: the names and values that are wrong
 * @param forms the form of each protocol
 */
record BadInput(String what, String code, List<String> says, Map<Protocol, Form> forms) {

    /** How a protocol writes it, if it can. */
    sealed interface Form {}

    /**
     * A request.
     *
     * @param model the model in the path or the topic; a gRPC message names its own
     * @param body its body
     * @param beside its headers, metadata or user properties
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asked(String model, byte[] body, Map<String, String> beside) implements Form {}

    /** The protocol has no words for it. */
    record Inexpressible(String why) implements Form {}

    static BadInput of(String what, String code, String... says) {
        return new BadInput(what, code, List.of(says), Map.of());
    }

    /** With a body that is the same over HTTP and MQTT. */
    BadInput json(String body) {
        return json(body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    BadInput json(byte[] body, Map<String, String> beside) {
        var asked = new Asked("simple", body, beside);
        return with(Protocol.HTTP, asked).with(Protocol.MQTT, asked);
    }

    BadInput http(String model, byte[] body, Map<String, String> beside) {
        return with(Protocol.HTTP, new Asked(model, body, beside));
    }

    BadInput mqtt(String model, byte[] body, Map<String, String> beside) {
        return with(Protocol.MQTT, new Asked(model, body, beside));
    }

    BadInput grpc(ByteString message) {
        return grpc(message.toByteArray(), Map.of());
    }

    BadInput grpc(byte[] message, Map<String, String> beside) {
        return with(Protocol.GRPC, new Asked("simple", message, beside));
    }

    BadInput not(Protocol protocol, String why) {
        return with(protocol, new Inexpressible(why));
    }

    /** Its line in the documentation. */
    String row() {
        var cannot = Stream.of(Protocol.values())
                .flatMap(protocol -> forms.get(protocol) instanceof Inexpressible(var why)
                        ? Stream.of("not over " + shown(protocol) + ": " + why)
                        : Stream.of())
                .collect(Collectors.joining("; "));
        return "| " + what + " | `" + code + "` | " + cannot + " |";
    }

    @Override
    public String toString() {
        return what;
    }

    private static String shown(Protocol protocol) {
        return protocol == Protocol.GRPC ? "gRPC" : protocol.name();
    }

    private BadInput with(Protocol protocol, Form form) {
        var more = new EnumMap<Protocol, Form>(Protocol.class);
        more.putAll(forms);
        more.put(protocol, form);
        return new BadInput(what, code, says, more);
    }
}
