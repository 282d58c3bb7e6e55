package dev.tieline.devices.wire;

import dev.tieline.devices.SiteId;
import dev.tieline.devices.link.MessageProperties;
import dev.tieline.models.ModelName;
import dev.tieline.policy.DataClass;
import dev.tieline.policy.DataLabel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a work message says of itself beside its body, so that an executor can decide before it looks at a tensor. A
 * request on a dispatch topic has the same headers; there an empty payload is an enquiry, which sends no data at all.
 *
 * @param requestId the same for all attempts at one request: 1 to 64 letters, digits and {@code . _ : -}
 * @param model the model to run
 * @param version its version; any where left out
 * @param budget what was left of the caller's time at publish, 1 µs to one hour; whole microseconds on the wire,
 *     rounded down. The executor counts from receipt
 * @param label the effective label of the data
 * @param purpose what the result is for, where the caller said
 * @param decision the rule by which the sender's policy permitted this, where one did
 * @param decisionId what that decision is known by: 32 hexadecimal digits, where the sender says
 * @param headerLength the bytes of JSON before the tensors in the body; null where the body is JSON only
 * @param via the site of the controller, where a controller forwarded the work; null where it went directly
 * @param traceparent the W3C trace context to go on with
 */
public record WorkHeaders(
        String requestId,
        ModelName model,
        @Nullable String version,
        Duration budget,
        DataLabel label,
        @Nullable String purpose,
        @Nullable String decision,
        @Nullable String decisionId,
        @Nullable Integer headerLength,
        @Nullable SiteId via,
        @Nullable String traceparent) {

    /** The largest budget. */
    public static final Duration MAX_BUDGET = Duration.ofHours(1);

    private static final Header[] KNOWN = {
        Header.REQUEST,
        Header.MODEL,
        Header.VERSION,
        Header.BUDGET,
        Header.CLASS,
        Header.TAGS,
        Header.PURPOSE,
        Header.DECISION,
        Header.DECISION_ID,
        Header.VIA,
        Header.HEADER_LENGTH,
        Header.TRACE_PARENT
    };

    /** @throws HeaderException if a component cannot stand in a message; it names the property */
    public WorkHeaders {
        Header.REQUEST.check(requestId);
        check(Header.VERSION, version);
        checkBudget(budget);
        checkStatement(label, purpose);
        check(Header.DECISION, decision);
        check(Header.DECISION_ID, decisionId);
        check(Header.HEADER_LENGTH, headerLength == null ? null : headerLength.toString());
        check(Header.TRACE_PARENT, traceparent);
    }

    /** Those of a message whose sender gives its decision no id. */
    public WorkHeaders(
            String requestId,
            ModelName model,
            @Nullable String version,
            Duration budget,
            DataLabel label,
            @Nullable String purpose,
            @Nullable String decision,
            @Nullable Integer headerLength,
            @Nullable SiteId via,
            @Nullable String traceparent) {
        this(requestId, model, version, budget, label, purpose, decision, null, headerLength, via, traceparent);
    }

    /**
     * Reads the headers of a message that arrived.
     *
     * @throws HeaderException if one is missing, repeated, too long, malformed or unknown
     */
    public static WorkHeaders read(MessageProperties properties) {
        var reader = new HeaderReader(properties, KNOWN);
        return new WorkHeaders(
                reader.required(Header.REQUEST),
                reader.required(Header.MODEL, ModelName::of),
                reader.optional(Header.VERSION),
                reader.required(Header.BUDGET, WorkHeaders::readBudget),
                readLabel(reader),
                reader.optional(Header.PURPOSE),
                reader.optional(Header.DECISION),
                reader.optional(Header.DECISION_ID),
                reader.optional(Header.HEADER_LENGTH, Integer::valueOf),
                reader.optional(Header.VIA, SiteId::of),
                reader.optional(Header.TRACE_PARENT));
    }

    /** The headers as user properties, in a fixed order. */
    public Map<String, String> toUserProperties() {
        var user = new LinkedHashMap<String, String>();
        put(user, Header.REQUEST, requestId);
        put(user, Header.MODEL, model.value());
        put(user, Header.VERSION, version);
        put(user, Header.BUDGET, Long.toString(micros(budget)));
        put(user, Header.CLASS, label.dataClass().word());
        put(user, Header.TAGS, label.tags().isEmpty() ? null : String.join(",", label.tags()));
        put(user, Header.PURPOSE, purpose);
        put(user, Header.DECISION, decision);
        put(user, Header.DECISION_ID, decisionId);
        put(user, Header.VIA, via == null ? null : via.value());
        put(user, Header.HEADER_LENGTH, headerLength == null ? null : headerLength.toString());
        put(user, Header.TRACE_PARENT, traceparent);
        return user;
    }

    /** These headers on the second part of the way: forwarded by the controller of a site, with what is left of the budget. */
    public WorkHeaders forwarded(SiteId controller, Duration left) {
        return new WorkHeaders(
                requestId,
                model,
                version,
                left,
                label,
                purpose,
                decision,
                decisionId,
                headerLength,
                controller,
                traceparent);
    }

    /** Whether a text, such as a caller's HTTP header, is a trace parent that may travel; W3C says to drop others. */
    public static boolean isTraceparent(String text) {
        return Header.TRACE_PARENT.fits(text);
    }

    /**
     * Checks what a caller says of its data, before it stands in a message.
     *
     * @throws HeaderException if the tags or the purpose cannot travel
     */
    public static void checkStatement(DataLabel label, @Nullable String purpose) {
        checkTags(label);
        check(Header.PURPOSE, purpose);
    }

    /** Whether a text may serve as the id of a request. */
    public static boolean isRequestId(String text) {
        return Header.REQUEST.fits(text);
    }

    static void put(Map<String, String> user, Header header, @Nullable String value) {
        if (value != null) {
            user.put(header.property(), value);
        }
    }

    private static void check(Header header, @Nullable String value) {
        if (value != null) {
            header.check(value);
        }
    }

    private static Duration readBudget(String micros) {
        return Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros), 1_000L));
    }

    private static void checkBudget(Duration budget) {
        if (budget.compareTo(MAX_BUDGET) > 0 || budget.isNegative() || micros(budget) < 1) {
            throw Header.BUDGET.invalid(budget.toString(), "needs 1 microsecond to " + MAX_BUDGET);
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static DataLabel readLabel(HeaderReader reader) {
        var dataClass = DataClass.of(reader.required(Header.CLASS));
        var tags = reader.optional(Header.TAGS, WorkHeaders::splitTags);
        return DataLabel.of(dataClass, tags == null ? List.of() : tags);
    }

    private static List<String> splitTags(String text) {
        var tags = List.of(text.split(",", -1));
        if (new TreeSet<>(tags).size() < tags.size()) {
            throw Header.TAGS.invalid(text, "needs each tag once");
        }
        tags.forEach(WorkHeaders::checkTag);
        return tags;
    }

    private static void checkTags(DataLabel label) {
        label.tags().forEach(WorkHeaders::checkTag);
        if (!label.tags().isEmpty()) {
            Header.TAGS.check(String.join(",", label.tags()));
        }
    }

    private static void checkTag(String tag) {
        if (tag.indexOf(',') >= 0 || !tag.equals(tag.strip())) {
            throw Header.TAGS.invalid(tag, "needs tags without commas and without blanks around them");
        }
    }
}
