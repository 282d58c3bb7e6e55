package dev.tieline.devices.testing.faults;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** One direction of one connection: {@link #read} fills it, {@link #write} empties it, each in a thread of its own. */
final class Course {
    /** How many bytes it holds beside the packet that is being read, before it stops reading. */
    static final int ROOM = 256 * 1024;

    private static final int CHUNK = 64 * 1024;

    /** What is under way. */
    private sealed interface Parcel {
        record Packet(Frame frame, int copies, Disturbance.Due due) implements Parcel {
            int room() {
                return Math.min(ROOM, frame.size());
            }
        }

        /** The sender will send no more. */
        record End(Disturbance.Due due) implements Parcel {}

        /** The sender's connection broke. */
        record Break(Disturbance.Due due, IOException cause) implements Parcel {}
    }

    private final Disturbance disturbance;
    private final Pace pace;
    private final FrameParser parser = new FrameParser();
    private final TopicAliases aliases = new TopicAliases();
    private final Semaphore room = new Semaphore(ROOM);
    private final BlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
    private volatile boolean senderGone;

    Course(Disturbance disturbance, Pace pace) {
        this.disturbance = disturbance;
        this.pace = pace;
    }

    /** Takes what comes until nothing more can come. */
    void read(Socket from) throws InterruptedException {
        try {
            var in = from.getInputStream();
            var chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                for (var frame : parser.feed(chunk, length)) {
                    take(aliases.named(frame));
                }
            }
            senderGone = true;
            underWay.put(new Parcel.End(due(0)));
        } catch (IOException e) {
            senderGone = true;
            underWay.put(new Parcel.Break(due(0), e));
        }
    }

    /**
     * Delivers what is due, until the sender's end has come through.
     *
     * @throws IOException if either side's connection broke
     */
    void write(Socket to) throws IOException, InterruptedException {
        var out = to.getOutputStream();
        while (true) {
            switch (underWay.take()) {
                case Parcel.Packet packet -> {
                    var unused = disturbance.await(packet.due);
                    for (int copy = 0; copy < packet.copies; copy++) {
                        out.write(packet.frame.bytes());
                    }
                    room.release(packet.room());
                }
                case Parcel.End end -> {
                    var unused = disturbance.await(end.due);
                    to.shutdownOutput();
                    return;
                }
                case Parcel.Break broken -> {
                    var unused = disturbance.await(broken.due);
                    throw broken.cause;
                }
            }
        }
    }

    /** Waits while all is held. @return false if the sender has gone meanwhile, as one who never got through */
    boolean awaitOpen() throws InterruptedException {
        return !(disturbance.awaitOpen() && senderGone);
    }

    private void take(Frame frame) throws InterruptedException {
        var copies = disturbance.meet(frame).copies();
        if (copies > 0) {
            var packet = new Parcel.Packet(frame, copies, due(frame.size() * copies));
            room.acquire(packet.room());
            underWay.put(packet);
        }
    }

    private Disturbance.Due due(int bytes) {
        return disturbance.due(pace, System.nanoTime(), bytes);
    }
}
