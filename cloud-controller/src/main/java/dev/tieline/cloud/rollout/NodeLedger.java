package dev.tieline.cloud.rollout;

import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.twin.DesiredState;
import dev.tieline.devices.twin.Routes;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * What each node was told last, on disk: {@code {folder}/{site}/{node}/desired.json} and {@code routes.json}.
 *
 * <p>A document is on disk before the broker gets it, if the disk takes it: where it does not, nodes are still told, and
 * the disk is tried again. A controller that is killed meanwhile finds the newest generation at the broker, and in what
 * its node has observed. Not thread-safe.
 */
public final class NodeLedger {
    private static final Logger LOG = Logger.getLogger(NodeLedger.class);
    private static final String DESIRED = "desired.json";
    private static final String ROUTES = "routes.json";
    /** Its presence says that the node is out of service; the two documents tell its last generations. */
    private static final String RETIRED = "retired";

    private final Path folder;
    private final SortedMap<NodeAddress, DesiredState> desired = new TreeMap<>();
    private final SortedMap<NodeAddress, Routes> routes = new TreeMap<>();
    private final Set<NodeAddress> retired = new HashSet<>();
    private final Set<Entry> unwritten = new LinkedHashSet<>();

    private record Entry(NodeAddress node, String name) {}

    private NodeLedger(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the ledger of a folder, which need not be there yet. A file that cannot be used is said and left out: its
     * node is told anew.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static NodeLedger open(Path folder) {
        var ledger = new NodeLedger(folder);
        if (!Files.isDirectory(folder)) {
            return ledger;
        }
        try (var files = Files.walk(folder, 3)) {
            files.filter(file -> file.getNameCount() == folder.getNameCount() + 3)
                    .filter(Files::isRegularFile)
                    .forEach(ledger::load);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of nodes " + folder + " cannot be read", e);
        }
        return ledger;
    }

    /** All nodes that were told anything and are not out of service. */
    SortedSet<NodeAddress> nodes() {
        var nodes = new TreeSet<NodeAddress>();
        nodes.addAll(desired.keySet());
        nodes.addAll(routes.keySet());
        nodes.removeAll(retired);
        return Collections.unmodifiableSortedSet(nodes);
    }

    Optional<DesiredState> desired(NodeAddress node) {
        return Optional.ofNullable(desired.get(node));
    }

    Optional<Routes> routes(NodeAddress node) {
        return Optional.ofNullable(routes.get(node));
    }

    void put(NodeAddress node, DesiredState state) {
        desired.put(node, state);
        write(new Entry(node, DESIRED));
        recall(node);
    }

    void put(NodeAddress node, Routes told) {
        routes.put(node, told);
        write(new Entry(node, ROUTES));
        recall(node);
    }

    /** Writes what the disk has not taken before. */
    void tend() {
        List.copyOf(unwritten).forEach(this::write);
    }

    private void recall(NodeAddress node) {
        if (retired.remove(node)) {
            write(new Entry(node, RETIRED));
        }
    }

    /** Takes a node out of service; what it is told next brings it back. */
    void retire(NodeAddress node) {
        if (nodes().contains(node)) {
            retired.add(node);
            write(new Entry(node, RETIRED));
        }
    }

    boolean retired(NodeAddress node) {
        return retired.contains(node);
    }

    private void write(Entry entry) {
        var file = folder.resolve(entry.node.site().value())
                .resolve(entry.node.node().value())
                .resolve(entry.name);
        try {
            var text = text(entry);
            if (text.isPresent()) {
                DurableFile.write(file, text.get().getBytes(StandardCharsets.UTF_8));
            } else {
                DurableFile.delete(file);
            }
            unwritten.remove(entry);
        } catch (IOException e) {
            if (unwritten.isEmpty()) {
                LOG.errorf(
                        "Cannot keep what %s is told in %s, and go on without: %s. Maybe the disk is full",
                        entry.node, file, e);
            }
            unwritten.add(entry);
        }
    }

    private Optional<String> text(Entry entry) {
        return switch (entry.name) {
            case DESIRED -> desired(entry.node).map(DesiredState::toJson);
            case ROUTES -> routes(entry.node).map(Routes::toJson);
            default -> retired.contains(entry.node) ? Optional.of("") : Optional.empty();
        };
    }

    private void load(Path file) {
        try {
            var node =
                    NodeAddress.of(file.getName(folder.getNameCount()) + "/" + file.getName(folder.getNameCount() + 1));
            var text = Files.readString(file);
            switch (file.getFileName().toString()) {
                case DESIRED -> desired.put(node, DesiredState.read(file.toString(), text));
                case ROUTES -> routes.put(node, Routes.read(file.toString(), text));
                case RETIRED -> retired.add(node);
                default -> LOG.debugf("%s is none of ours", file);
            }
        } catch (DocumentException | IllegalArgumentException | IOException e) {
            LOG.warnf("Left out what cannot be used, its node will be told anew: %s", e.getMessage());
        }
    }
}
