package dev.tieline.devices.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tieline.devices.link.Subscriptions.Subscription;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final Subscriptions subscriptions = new Subscriptions();

    @Test
    void shouldFindTheHandlersOfATopic() {
        subscriptions.add(new Subscription("a/+", 1, message -> {}));
        subscriptions.add(new Subscription("$share/g/b/+", 1, message -> {}));
        subscriptions.add(new Subscription("c/#", 0, message -> {}));

        assertThat(subscriptions.matching("b/1"))
                .extracting(Subscription::filter)
                .containsExactly("$share/g/b/+");
        assertThat(subscriptions.matching("d")).isEmpty();
        assertThat(subscriptions.all()).hasSize(3);
    }

    @Test
    void shouldRefuseAFilterTwiceAndAMalformedOne() {
        subscriptions.add(new Subscription("a", 1, message -> {}));

        assertThatThrownBy(() -> subscriptions.add(new Subscription("a", 0, message -> {})))
                .hasMessage("'a' is already subscribed on this link");
        assertThatThrownBy(() -> new Subscription("a#", 1, message -> {}))
                .hasMessageContaining("is not a topic filter");
        assertThatThrownBy(() -> new Subscription("a", 2, message -> {})).hasMessageContaining("QoS");
    }
}
