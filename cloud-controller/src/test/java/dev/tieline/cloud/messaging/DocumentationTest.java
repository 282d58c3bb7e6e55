package dev.tieline.cloud.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/messaging.md to the attributes and settings that there are. */
class DocumentationTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");

    @Test
    void shouldListTheSettingsOfALink() throws IOException {
        var settings = Arrays.stream(LinksConfig.Link.class.getDeclaredMethods())
                .map(Method::getName)
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(rows("## Links")).containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void shouldListTheAttributesOfIncomingChannels() throws IOException {
        assertThat(rows("## Incoming channels")).containsExactlyInAnyOrderElementsOf(InboundSettings.ATTRIBUTES);
    }

    @Test
    void shouldListTheAttributesOfOutgoingChannels() throws IOException {
        assertThat(rows("## Outgoing channels")).containsExactlyInAnyOrderElementsOf(OutboundSettings.ATTRIBUTES);
    }

    private static List<String> rows(String heading) throws IOException {
        var page = Files.readString(Path.of("../docs/messaging.md"));
        var start = page.indexOf(heading + "\n");
        assertThat(start).as("the heading %s", heading).isNotNegative();
        var end = page.indexOf("\n## ", start);
        var section = page.substring(start, end);
        return ROW.matcher(section).results().map(row -> row.group(1)).toList();
    }
}
