package dev.tieline.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link SmallNode} by itself for all tests of a class. Each of them has a good caller, who was served before it begins;
 * after each the node is as before.
 */
final class BesetNode implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Workplace place;
    private final List<String> settings;
    private @Nullable SmallNode node;
    private @Nullable GoodCaller good;

    /** @param settings system properties, as {@code key=value} */
    BesetNode(String place, String... settings) {
        this.place = Workplace.make(place);
        this.settings = List.of(settings);
    }

    URI endpoint() {
        return node().endpoint();
    }

    /** Who asks all the while. */
    GoodCaller good() {
        return Objects.requireNonNull(good);
    }

    /** The first value on its page of metrics in a line that begins so. */
    double metric(String beginning) throws IOException, InterruptedException {
        return node().metric(beginning);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        node = SmallNode.start(place, settings, "--local");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        good = new GoodCaller(endpoint());
        good().awaitServed(1);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        node().assertAsBefore(good());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        place.close();
    }

    private SmallNode node() {
        return Objects.requireNonNull(node);
    }
}
