package dev.tieline.devices.link;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;
import org.jspecify.annotations.Nullable;

/**
 * Has the client library look twice in each keep alive whether it must ask for a sign of life, and whether one is
 * overdue.
 *
 * <p>Left to itself, the library looks once in a keep alive counted from what it sent last, so that a client that goes on
 * sending notices a silent broker only after three. With two looks it asks at the latest one and a half keep alives after
 * the last word of the broker, and gives up half a keep alive later: after two, whatever it sends meanwhile.
 */
final class PulseCheck implements MqttPingSender {
    private final ScheduledExecutorService threads;
    private final long periodMillis;
    private volatile @Nullable ClientComms client;
    private volatile boolean stopped;

    PulseCheck(Duration keepAlive, ScheduledExecutorService threads) {
        this.threads = threads;
        this.periodMillis = keepAlive.toMillis() / 2;
    }

    @Override
    public void init(ClientComms comms) {
        client = comms;
    }

    @Override
    public void start() {
        schedule(periodMillis);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** The library calls it at the end of each look, with the time until it would look again by itself. */
    @Override
    public void schedule(long delayInMilliseconds) {
        if (stopped) {
            return;
        }
        try {
            var unused =
                    threads.schedule(this::look, Math.min(delayInMilliseconds, periodMillis), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true; // The client has just been disposed of.
        }
    }

    private void look() {
        var comms = client;
        if (comms != null && !stopped) {
            comms.checkForActivity();
        }
    }
}
