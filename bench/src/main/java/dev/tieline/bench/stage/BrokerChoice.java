package dev.tieline.bench.stage;

import dev.tieline.launcher.console.CommandFailure;
import dev.tieline.launcher.federation.BrokerProgram;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which broker a benchmark runs over. */
public sealed interface BrokerChoice {

    /**
     * Mosquitto, as a process of the benchmark's own.
     *
     * @param program the executable file
     */
    record Mosquitto(Path program) implements BrokerChoice {}

    /** The development broker, as a process of the benchmark's own. */
    record Artemis() implements BrokerChoice {}

    /**
     * A broker that runs already.
     *
     * @param address such as {@code mqtt://127.0.0.1:1883}
     */
    record Running(URI address) implements BrokerChoice {}

    /**
     * How the broker is run as a member of a federation, where it can be killed and started again.
     *
     * @throws CommandFailure if it runs already, so that it is not the benchmark's to kill
     */
    default BrokerProgram asMember() {
        return switch (this) {
            case Mosquitto(Path program) -> new MosquittoProgram(program);
            case Artemis artemis -> new ArtemisProgram();
            case Running(URI address) ->
                throw new CommandFailure(
                        "the broker at " + address + " runs already, and this benchmark needs one of its"
                                + " own. Maybe use --broker mosquitto or --broker artemis.");
        };
    }

    /** What a broker is, for people, once it has said {@link BrokerProgram#ready}. */
    default String title(String found) {
        return switch (this) {
            case Mosquitto mosquitto -> "mosquitto " + found;
            case Artemis artemis -> ArtemisProgram.NAME;
            case Running(URI address) -> "a broker that ran already";
        };
    }

    /**
     * Reads a choice.
     *
     * @param text {@code mosquitto}, {@code artemis} or {@code mqtt://host:port}; null for Mosquitto where its program
     *     is found, else Artemis
     * @param folders where the program may lie
     * @throws CommandFailure if the text is none of these, or the program is not there
     */
    static BrokerChoice of(@Nullable String text, List<Path> folders) {
        var program = folders.stream()
                .map(folder -> folder.resolve("mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
        return switch (text) {
            case null -> program.<BrokerChoice>map(Mosquitto::new).orElseGet(Artemis::new);
            case "mosquitto" ->
                new Mosquitto(
                        program.orElseThrow(() -> new CommandFailure("the program mosquitto is in none of the folders "
                                + folders + ". Maybe install it (Debian, Ubuntu: sudo apt-get install mosquitto; macOS:"
                                + " brew install mosquitto), or use --broker artemis.")));
            case "artemis" -> new Artemis();
            default -> new Running(address(text));
        };
    }

    /** The folders of a search path, and those where brokers are installed that ordinary paths leave out. */
    static List<Path> folders(@Nullable String searchPath) {
        var named = Arrays.stream(Optional.ofNullable(searchPath).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank());
        return Stream.concat(named, Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))
                .distinct()
                .map(Path::of)
                .toList();
    }

    private static URI address(String text) {
        if (text.matches("mqtt://[^/:@]+:[0-9]{1,5}")) {
            return URI.create(text);
        }
        throw new CommandFailure(
                "the broker '" + text
                        + "' is not known. Maybe use mosquitto, artemis, or the address of a running one: mqtt://127.0.0.1:1883");
    }
}
