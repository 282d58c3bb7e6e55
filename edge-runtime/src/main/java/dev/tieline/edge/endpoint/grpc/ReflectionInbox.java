package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tieline.edge.endpoint.GrpcCode;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ErrorResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ExtensionNumberResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.FileDescriptorResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ListServiceResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionRequest;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServerReflectionResponse;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection.ServiceResponse;
import java.util.Collection;
import java.util.Optional;

/**
 * {@code ServerReflectionInfo}, which tools such as grpcurl ask before anything else. Both versions of the service have
 * the same messages. One question is answered at a time.
 */
final class ReflectionInbox implements Inbox, Drainable {
    private final Exchange exchange;
    private boolean answering;

    ReflectionInbox(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public boolean wants() {
        return !answering;
    }

    @Override
    public void message(MessageFrame frame) {
        answering = true;
        var answer = answer(exchange.parse(ServerReflectionRequest.parser(), frame));
        exchange.send(answer.toByteArray())
                .onComplete(sent -> exchange.run(() -> {
                    answering = false;
                    exchange.pump();
                }));
    }

    @Override
    public void ended() {
        exchange.close(Trailers.OK);
    }

    @Override
    public void drain() {
        exchange.run(() -> exchange.close(Trailers.GOING));
    }

    private static ServerReflectionResponse answer(ServerReflectionRequest question) {
        var answer = ServerReflectionResponse.newBuilder()
                .setValidHost(question.getHost())
                .setOriginalRequest(question);
        switch (question.getMessageRequestCase()) {
            case LIST_SERVICES -> answer.setListServicesResponse(services());
            case FILE_BY_FILENAME ->
                file(answer, ServedFiles.named(question.getFileByFilename()), question.getFileByFilename());
            case FILE_CONTAINING_SYMBOL ->
                file(
                        answer,
                        ServedFiles.declaring(question.getFileContainingSymbol()),
                        question.getFileContainingSymbol());
            case ALL_EXTENSION_NUMBERS_OF_TYPE -> extensions(answer, question.getAllExtensionNumbersOfType());
            case FILE_CONTAINING_EXTENSION ->
                error(
                        answer,
                        GrpcCode.NOT_FOUND,
                        "Nothing here extends "
                                + question.getFileContainingExtension().getContainingType() + ".");
            case MESSAGEREQUEST_NOT_SET ->
                error(answer, GrpcCode.INVALID_ARGUMENT, "The message asks for nothing that is known here.");
        }
        return answer.build();
    }

    private static ListServiceResponse services() {
        var list = ListServiceResponse.newBuilder();
        ServedFiles.services()
                .forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
        return list.build();
    }

    private static void extensions(ServerReflectionResponse.Builder answer, String type) {
        if (ServedFiles.declaring(type).isPresent()) {
            answer.setAllExtensionNumbersResponse(
                    ExtensionNumberResponse.newBuilder().setBaseTypeName(type));
        } else {
            error(answer, GrpcCode.NOT_FOUND, "There is no " + type + " here.");
        }
    }

    private static void file(
            ServerReflectionResponse.Builder answer, Optional<Collection<FileDescriptor>> files, String wanted) {
        if (files.isEmpty()) {
            error(answer, GrpcCode.NOT_FOUND, "There is no " + wanted + " here.");
            return;
        }
        var list = FileDescriptorResponse.newBuilder();
        files.get().forEach(file -> list.addFileDescriptorProto(file.toProto().toByteString()));
        answer.setFileDescriptorResponse(list);
    }

    private static void error(ServerReflectionResponse.Builder answer, GrpcCode code, String message) {
        answer.setErrorResponse(
                ErrorResponse.newBuilder().setErrorCode(code.number()).setErrorMessage(message));
    }
}
