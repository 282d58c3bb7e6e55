package dev.tieline.devices;

import dev.tieline.policy.Hop;
import dev.tieline.policy.SiteFacts;
import dev.tieline.policy.TransferPath;
import dev.tieline.policy.document.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of all sites: of those that run work, of the brokers and of the controller. Immutable.
 *
 * <p>A site that is not in the book has unknown facts, and from its expiry on so has every site: what cannot be known
 * is never guessed.
 */
public final class SiteBook {
    private static final SiteBook EMPTY = new SiteBook(0, Instant.MAX, null, List.of());

    private final long version;
    private final Instant expires;
    private final @Nullable SiteId controller;
    private final Map<SiteId, Site> sites;

    SiteBook(long version, Instant expires, @Nullable SiteId controller, Collection<Site> sites) {
        var byId = new LinkedHashMap<SiteId, Site>();
        sites.forEach(site -> byId.put(site.id(), site));
        this.version = version;
        this.expires = expires;
        this.controller = controller;
        this.sites = Collections.unmodifiableMap(byId);
    }

    /** Reads a site book. @throws dev.tieline.policy.document.DocumentException if it is not a valid one */
    public static SiteBook read(Path file) {
        return SiteBookReader.read(YamlReader.read(file).asMap());
    }

    /**
     * Reads a site book.
     *
     * @param source the name that errors give
     * @param text YAML or JSON
     * @throws dev.tieline.policy.document.DocumentException if it is not a valid one
     */
    public static SiteBook read(String source, String text) {
        return SiteBookReader.read(YamlReader.read(source, text).asMap());
    }

    /** A book of version 0 in which no site stands. */
    public static SiteBook empty() {
        return EMPTY;
    }

    /** Which edition this is; a higher one replaces a lower one. */
    public long version() {
        return version;
    }

    /** The first moment at which the book no longer holds. */
    public Instant expires() {
        return expires;
    }

    public boolean expired(Instant at) {
        return !at.isBefore(expires);
    }

    /** The site of the controller, which alone forwards what others dispatch; nothing if the book names none. */
    public Optional<SiteId> controller() {
        return Optional.ofNullable(controller);
    }

    /** All sites, in the order of the book. */
    public Collection<Site> sites() {
        return sites.values();
    }

    public Optional<Site> find(SiteId id) {
        return Optional.ofNullable(sites.get(id));
    }

    /** The facts that hold for a site at a moment: unknown if the book does not have it, or has expired. */
    public SiteFacts facts(SiteId id, Instant at) {
        var site = sites.get(id);
        return site == null || expired(at) ? SiteFacts.unknown(id.value()) : site.facts();
    }

    /**
     * The hops of a request and its reply between two sites: the broker of the asking site, that of the executor if it
     * is another one, the executor, and the brokers back. A broker reads what passes it; one that the book does not
     * name is a hop of which nothing is known.
     */
    public TransferPath path(SiteId origin, SiteId executor, Instant at) {
        var there = relays(origin, executor, at);
        var hops = new ArrayList<>(there);
        hops.add(Hop.process(facts(executor, at)));
        hops.addAll(there.reversed());
        return new TransferPath(hops);
    }

    /**
     * The hops of a request that the controller forwards, and of its reply: the broker of the asking site, that of the
     * controller, the controller, which reads what it forwards, the broker of the executor and the executor; then the
     * reply, which goes back without the controller. A broker stands once where neighbours share it.
     *
     * @param executor null where the controller is still to choose one: then a site of which nothing is known, at the
     *     only broker that the book names for any site, or at one of which nothing is known if it names several
     */
    public TransferPath dispatchPath(SiteId origin, SiteId controller, @Nullable SiteId executor, Instant at) {
        var first = brokerOf(origin, at);
        var middle = brokerOf(controller, at);
        var last = executor == null ? anyBroker(at) : brokerOf(executor, at);
        var hops = new ArrayList<Hop>();
        hops.add(relay(first));
        addUnlessSame(hops, middle, first);
        hops.add(relay(facts(controller, at)));
        addUnlessSame(hops, last, middle);
        hops.add(Hop.process(executor == null ? SiteFacts.unknown("") : facts(executor, at)));
        hops.add(relay(last));
        addUnlessSame(hops, first, last);
        return new TransferPath(hops);
    }

    /**
     * The book as JSON, which {@link #read(String, String)} reads.
     *
     * @throws IllegalStateException if it has no site: such a book cannot be read
     */
    public String toJson() {
        if (sites.isEmpty()) {
            throw new IllegalStateException(
                    "a site book needs at least one site, and version " + version + " has none");
        }
        return SiteBookWriter.json(this);
    }

    /** The broker of a site that may be any of the book. */
    private SiteFacts anyBroker(Instant at) {
        var brokers = sites.values().stream()
                .flatMap(site -> Optional.ofNullable(site.broker()).stream())
                .distinct()
                .toList();
        return brokers.size() == 1 ? facts(brokers.getFirst(), at) : SiteFacts.unknown("");
    }

    private static void addUnlessSame(List<Hop> hops, SiteFacts broker, SiteFacts before) {
        if (!broker.equals(before)) {
            hops.add(relay(broker));
        }
    }

    private List<Hop> relays(SiteId origin, SiteId executor, Instant at) {
        var first = brokerOf(origin, at);
        var second = brokerOf(executor, at);
        return first.equals(second) ? List.of(relay(first)) : List.of(relay(first), relay(second));
    }

    private SiteFacts brokerOf(SiteId id, Instant at) {
        return find(id).flatMap(site -> Optional.ofNullable(site.broker()))
                .map(broker -> facts(broker, at))
                .orElse(SiteFacts.unknown(""));
    }

    private static Hop relay(SiteFacts facts) {
        return Hop.relay(Hop.Sees.CLEAR, facts);
    }

    @Override
    public String toString() {
        return "SiteBook[version " + version + ", " + sites.size() + " sites, expires " + expires + "]";
    }
}
