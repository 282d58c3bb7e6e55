package dev.tieline.edge.endpoint.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import dev.tieline.edge.endpoint.grpc.proto.GrpcHealth;
import dev.tieline.edge.endpoint.grpc.proto.GrpcReflection;
import dev.tieline.edge.endpoint.grpc.proto.OpenInference;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that describe the services of this node, by name and by what they declare. Made when first asked for. */
final class ServedFiles {
    private static final List<FileDescriptor> FILES =
            List.of(OpenInference.getDescriptor(), GrpcHealth.getDescriptor(), GrpcReflection.getDescriptor());

    private static final Map<String, FileDescriptor> BY_NAME = new HashMap<>();
    private static final Map<String, FileDescriptor> BY_SYMBOL = new HashMap<>();

    static {
        FILES.forEach(ServedFiles::index);
    }

    private ServedFiles() {}

    /** The full names of the services, in the order of their names. */
    static List<String> services() {
        return FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .map(GenericDescriptor::getFullName)
                .sorted()
                .toList();
    }

    /** The file of that name and all that it imports. */
    static Optional<Collection<FileDescriptor>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).map(ServedFiles::withImports);
    }

    /** The file that declares a symbol by its full name, and all that it imports. */
    static Optional<Collection<FileDescriptor>> declaring(String symbol) {
        return Optional.ofNullable(BY_SYMBOL.get(symbol)).map(ServedFiles::withImports);
    }

    private static Collection<FileDescriptor> withImports(FileDescriptor file) {
        var files = new LinkedHashMap<String, FileDescriptor>();
        collect(file, files);
        return files.values();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
        if (files.put(file.getName(), file) == null) {
            file.getDependencies().forEach(needed -> collect(needed, files));
        }
    }

    private static void index(FileDescriptor file) {
        if (BY_NAME.put(file.getName(), file) != null) {
            return;
        }
        file.getDependencies().forEach(ServedFiles::index);
        file.getServices().forEach(service -> {
            declare(service);
            service.getMethods().forEach(ServedFiles::declare);
        });
        file.getMessageTypes().forEach(ServedFiles::index);
        file.getEnumTypes().forEach(ServedFiles::index);
    }

    private static void index(Descriptor message) {
        declare(message);
        message.getFields().forEach(ServedFiles::declare);
        message.getNestedTypes().forEach(ServedFiles::index);
        message.getEnumTypes().forEach(ServedFiles::index);
    }

    private static void index(EnumDescriptor values) {
        declare(values);
        values.getValues().forEach(ServedFiles::declare);
    }

    private static void declare(GenericDescriptor symbol) {
        BY_SYMBOL.put(symbol.getFullName(), symbol.getFile());
    }
}
