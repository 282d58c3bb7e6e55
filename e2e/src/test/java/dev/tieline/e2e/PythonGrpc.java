package dev.tieline.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The gRPC library of Python, with stubs made of the node's own description of its services. */
final class PythonGrpc {
    private static final Path PROTO =
            Path.of("../edge-runtime/src/main/proto").toAbsolutePath().normalize();
    private static final Path SCRIPT =
            Path.of("src/test/resources/grpc_client.py").toAbsolutePath();
    /** Debian's own, which has Debian's packages. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final Path PLUGIN = Path.of("/usr/bin/grpc_python_plugin");
    private static final Path COMPILER = Path.of("/usr/bin/protoc");

    private final Path stubs;
    private final URI node;

    private PythonGrpc(Path stubs, URI node) {
        this.stubs = stubs;
        this.node = node;
    }

    /**
     * Makes the stubs.
     *
     * @throws IllegalStateException naming what is to be installed, if something is missing
     */
    static PythonGrpc at(URI node, Path folder) throws IOException, InterruptedException {
        for (var tool : List.of(PYTHON, PLUGIN, COMPILER)) {
            if (!Files.isExecutable(tool)) {
                throw new IllegalStateException("There is no " + tool + ", which this test asks the node with. Maybe"
                        + " install the packages python3-grpcio, protobuf-compiler and protobuf-compiler-grpc.");
            }
        }
        var stubs = Files.createDirectories(folder.resolve("stubs"));
        // Each from its own folder: under grpc/ the stubs would hide the library of that name.
        generate(stubs, PROTO, "open_inference.proto", "model_config.proto");
        generate(stubs, PROTO.resolve("grpc/health/v1"), "health.proto");
        generate(stubs, PROTO.resolve("grpc/reflection/v1"), "reflection.proto");
        return new PythonGrpc(stubs, node);
    }

    /** What the script prints in a case, line by line. */
    List<String> hear(String name) throws IOException, InterruptedException {
        var output = run(List.of(
                PYTHON.toString(),
                "-B",
                SCRIPT.toString(),
                stubs.toString(),
                node.getHost() + ":" + node.getPort(),
                name));
        return output.lines().toList();
    }

    private static void generate(Path stubs, Path folder, String... files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                COMPILER.toString(),
                "-I" + folder,
                "--plugin=protoc-gen-grpc_python=" + PLUGIN,
                "--python_out=" + stubs,
                "--grpc_python_out=" + stubs));
        command.addAll(List.of(files));
        var unused = run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " failed: " + output
                    + " Maybe install the packages python3-grpcio and python3-protobuf.");
        }
        return output;
    }
}
