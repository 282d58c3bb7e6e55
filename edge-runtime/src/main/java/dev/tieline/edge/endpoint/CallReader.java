package dev.tieline.edge.endpoint;

import dev.tieline.devices.wire.HeaderException;
import dev.tieline.devices.wire.WorkHeaders;
import dev.tieline.edge.call.Deadline;
import dev.tieline.edge.call.InferenceCall;
import dev.tieline.edge.call.Ticker;
import dev.tieline.models.ModelManifest;
import dev.tieline.models.ModelName;
import dev.tieline.models.infer.InferenceError;
import dev.tieline.models.infer.InferenceException;
import dev.tieline.models.infer.InferenceRequest;
import dev.tieline.models.oip.OipCodec;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a call: the tensors, the label, the deadline.
 *
 * <p>Class, tags and purpose come from what is said beside the body ({@link Statement}) or the request parameters
 * {@code tieline_class}, {@code tieline_tags}, {@code tieline_purpose}; where both speak, the labels are joined, and so
 * are the lines of a header that stands more than once: a gateway that adds a line to what its client sent raises the
 * label. A caller can raise the defaults, never lower them. Of two deadlines the earlier holds.
 */
public final class CallReader {
    /** The header, or user property, that says how many bytes of a body are JSON. */
    public static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    /** No sign, and no digits of other scripts: who stands in front of the node may read them otherwise. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final OipCodec codec;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final CallDefaults defaults;
    private final Function<ModelName, Optional<ModelManifest>> manifests;
    private final Function<ModelName, DataLabel> told;

    /** One for a node that knows of no models but its own. */
    public CallReader(
            OipCodec codec,
            Ticker ticker,
            RandomGenerator random,
            CallDefaults defaults,
            Function<ModelName, Optional<ModelManifest>> manifests) {
        this(codec, ticker, random, defaults, manifests, model -> DataLabel.PUBLIC);
    }

    /**
     * Makes one.
     *
     * @param manifests the cards of the models that are here
     * @param told what requests to a model are at least, as this node was told: it may be served elsewhere
     */
    public CallReader(
            OipCodec codec,
            Ticker ticker,
            RandomGenerator random,
            CallDefaults defaults,
            Function<ModelName, Optional<ModelManifest>> manifests,
            Function<ModelName, DataLabel> told) {
        this.codec = codec;
        this.ticker = ticker;
        this.random = random;
        this.defaults = defaults;
        this.manifests = manifests;
        this.told = told;
    }

    /** The time on the clock that deadlines are counted on. */
    long now() {
        return ticker.nanos();
    }

    /**
     * Reads the body of a request: JSON, JSON with binary tensors, or the raw form.
     *
     * @param headerLength the value of {@value #HEADER_LENGTH}; null where there is none
     * @param hold takes memory for its tensors
     * @throws InferenceException saying what is wrong with it
     */
    public InferenceRequest decode(ModelPath path, ByteBuffer body, @Nullable String headerLength, LongConsumer hold) {
        var manifest = manifests.apply(path.name());
        return codec.decodeRequest(
                path.name(), path.version(), body, headerLength(headerLength), manifest.orElse(null), hold);
    }

    /**
     * Makes a call of a request and what was said beside it.
     *
     * @param arrivedNanos when the request arrived, from which its deadline counts
     * @throws InferenceException saying what is wrong with what was said
     */
    public InferenceCall call(InferenceRequest request, Statement said, long arrivedNanos) {
        var label = label(request, said);
        var purpose = purpose(request, said);
        checkStatement(label, purpose);
        return new InferenceCall(
                requestId(),
                request,
                label,
                purpose,
                new Deadline(ticker, arrivedNanos + timeout(request, said).toNanos()),
                said.traceparent());
    }

    /** What waited longer than any caller may is not worth decoding. */
    void checkTime(long arrivedNanos) {
        if (new Deadline(ticker, arrivedNanos + defaults.maxTimeout().toNanos()).passed()) {
            throw new InferenceException(new InferenceError.DeadlineExceeded("The longest deadline of this node, "
                    + defaults.maxTimeout().toMillis() + " ms, passed before the request was read."));
        }
    }

    private static @Nullable Integer headerLength(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var digits = header.strip();
        if (DIGITS.matcher(digits).matches()) {
            try {
                return Integer.valueOf(digits);
            } catch (NumberFormatException e) {
                // Falls through to the same refusal as what is no number.
            }
        }
        throw invalid(HEADER_LENGTH + " must be a whole number of bytes, and it is '" + header + "'.");
    }

    private DataLabel label(InferenceRequest request, Statement said) {
        var label = defaults.label().join(told.apply(request.model()));
        var manifest = manifests.apply(request.model());
        if (manifest.isPresent()) {
            label = label.join(manifest.get().labels().request());
        }
        for (var dataClass : said.classes()) {
            label = label.join(said(dataClass, null));
        }
        for (var tags : said.tags()) {
            label = label.join(said(null, tags));
        }
        return label.join(said(text(request, "tieline_class"), text(request, "tieline_tags")));
    }

    /** A call is the same wherever it ends up running: what could not travel is refused at once. */
    private static void checkStatement(DataLabel label, @Nullable String purpose) {
        try {
            WorkHeaders.checkStatement(label, purpose);
        } catch (HeaderException e) {
            throw invalid("What the request says of its data cannot be used: " + e.getMessage() + ".");
        }
    }

    private static DataLabel said(@Nullable String dataClass, @Nullable String tags) {
        var heard = dataClass == null ? DataClass.PUBLIC : DataClass.of(dataClass.strip());
        var listed = tags == null
                ? new String[0]
                : Arrays.stream(tags.split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toArray(String[]::new);
        return DataLabel.of(heard, listed);
    }

    private static @Nullable String purpose(InferenceRequest request, Statement said) {
        var purposes = new TreeSet<>(said.purposes());
        var parameter = text(request, "tieline_purpose");
        if (parameter != null) {
            purposes.add(parameter);
        }
        if (purposes.size() > 1) {
            throw invalid("The headers Tieline-Purpose and the parameter tieline_purpose must say the same, and they"
                    + " say '" + String.join("', '", purposes) + "'. Maybe send only one of them.");
        }
        return purposes.isEmpty() ? null : purposes.first();
    }

    private Duration timeout(InferenceRequest request, Statement said) {
        var stated = Stream.of(micros(request), said.timeout()).filter(Objects::nonNull);
        var least = stated.min(Comparator.naturalOrder()).orElse(defaults.timeout());
        return least.compareTo(defaults.maxTimeout()) < 0 ? least : defaults.maxTimeout();
    }

    private static @Nullable Duration micros(InferenceRequest request) {
        return switch (request.parameters().get("timeout")) {
            case null -> null;
            case Long micros when micros == 0 -> null;
            case Long micros when micros > 0 -> Duration.of(micros, ChronoUnit.MICROS);
            case Object other ->
                throw invalid("The parameter timeout must be a whole number of microseconds, and it is " + other + ".");
        };
    }

    private static @Nullable String text(InferenceRequest request, String parameter) {
        return switch (request.parameters().get(parameter)) {
            case null -> null;
            case String text -> text;
            case Object other ->
                throw invalid("The parameter " + parameter + " must be text, and it is " + other + ".");
        };
    }

    private String requestId() {
        var id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static InferenceException invalid(String message) {
        return new InferenceException(new InferenceError.InvalidRequest(message));
    }
}
