package dev.tieline.policy.replay;

import dev.tieline.policy.PolicyRequestReader;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of recorded decisions: one JSON object a line, with the request under {@code request}. Other keys, and lines
 * without a request, are not looked at. It is read as a stream, so it may be longer than memory.
 */
public final class RecordedDecisions {
    private static final int MOST_CHARACTERS = 1024 * 1024;

    private final Path file;
    private long line;
    private long without;

    public RecordedDecisions(Path file) {
        this.file = file;
    }

    /** How many of the lines read had no request. */
    public long withoutRequest() {
        return without;
    }

    /**
     * Hands over each request, in the order of the file.
     *
     * @throws DocumentException if the file cannot be read, a line is no JSON object or its request is malformed; it names
     *     the line
     */
    public void forEach(Consumer<Question> each) {
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var text = next(reader); text.isPresent(); text = next(reader)) {
                line++;
                if (!text.get().isBlank()) {
                    read(text.get()).ifPresentOrElse(each, () -> without++);
                }
            }
        } catch (NoSuchFileException e) {
            throw error("there is no such file");
        } catch (CharacterCodingException e) {
            throw error("is not text in UTF-8");
        } catch (IOException e) {
            throw error("cannot be read: " + e.getMessage());
        }
    }

    private Optional<Question> read(String text) {
        try {
            return YamlReader.read(file.toString(), text)
                    .asMap()
                    .find("request")
                    .map(value -> new Question(file + ":" + line, PolicyRequestReader.read(value.asMap())));
        } catch (DocumentException e) {
            throw new DocumentException(
                    new Place(file.toString(), Math.toIntExact(line), e.place().path()), e.problem());
        }
    }

    /** The next line, if there is one. */
    private Optional<String> next(BufferedReader reader) throws IOException {
        var text = new StringBuilder();
        for (var c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0) {
                return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
            } else if (text.length() == MOST_CHARACTERS) {
                line++;
                throw error("is longer than " + MOST_CHARACTERS + " characters");
            }
            text.append((char) c);
        }
        return Optional.of(text.toString());
    }

    private DocumentException error(String problem) {
        return new DocumentException(new Place(file.toString(), Math.toIntExact(Math.max(1, line)), ""), problem);
    }
}
