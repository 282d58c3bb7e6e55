package dev.tieline.devices.wire;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.NodeId;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.devices.wire.Topic.ClientTopic;
import dev.tieline.devices.wire.Topic.DispatchTopic;
import dev.tieline.devices.wire.Topic.InferTopic;
import dev.tieline.devices.wire.Topic.NodeTopic;
import dev.tieline.devices.wire.Topic.NodeTopic.Kind;
import dev.tieline.devices.wire.Topic.PolicyTopic;
import dev.tieline.devices.wire.Topic.SitesTopic;
import dev.tieline.devices.wire.Topic.WorkTopic;
import dev.tieline.models.ModelName;
import java.util.Optional;

/**
 * The topics of one tenant, and the parser of all of them. Tenant, site, node and client ids and model names are each one
 * level; no topic is open-ended.
 */
public final class Topics {
    static final String PREFIX = "tl/v1/";
    private static final int MAX_LENGTH = 512;

    private final TenantId tenant;

    public Topics(TenantId tenant) {
        this.tenant = tenant;
    }

    public TenantId tenant() {
        return tenant;
    }

    /** Whether the node takes work; retained, and the will of its control connection. */
    public String state(NodeAddress node) {
        return node(node, Kind.STATE);
    }

    /** What the node is; retained. */
    public String birth(NodeAddress node) {
        return node(node, Kind.BIRTH);
    }

    /** How the node does; not retained. */
    public String telemetry(NodeAddress node) {
        return node(node, Kind.TELEMETRY);
    }

    /** What the node should hold; retained. */
    public String desired(NodeAddress node) {
        return node(node, Kind.DESIRED);
    }

    /** Who serves what the node cannot; retained. */
    public String routes(NodeAddress node) {
        return node(node, Kind.ROUTES);
    }

    /** What the node holds; retained. */
    public String reported(NodeAddress node) {
        return node(node, Kind.REPORTED);
    }

    /** Where answers to the node's work go. */
    public String reply(NodeAddress node) {
        return node(node, Kind.REPLY);
    }

    /** Where work for the node goes. */
    public String work(NodeAddress node) {
        return new WorkTopic(tenant, node).path();
    }

    /**
     * Where requests for a model go to which there is no usable route. A message with an empty payload is an enquiry:
     * its headers ask that the model be brought to a place that may run it, and no data travels.
     */
    public String dispatch(ModelName model) {
        return new DispatchTopic(tenant, model).path();
    }

    /** Where a local device sends a request for a model to a node. */
    public String infer(NodeAddress node, ModelName model) {
        return new InferTopic(tenant, node, model).path();
    }

    /** Where the answers to a local device go. */
    public String client(SiteId site, ClientId client) {
        return new ClientTopic(tenant, site, client).path();
    }

    /** The site book; retained. */
    public String sites() {
        return new SitesTopic(tenant).path();
    }

    /** Which policy bundles hold; retained. */
    public String policy() {
        return new PolicyTopic(tenant).path();
    }

    /** The filter of one kind of topic of all nodes of the tenant. */
    public String allNodes(Kind kind) {
        return PREFIX + tenant + "/node/+/+/" + kind.word();
    }

    /**
     * The filter of the requests for any model, each of which goes to one member of the group only.
     *
     * @param group the name of the group: letters, digits and hyphens
     */
    public String sharedDispatch(String group) {
        if (!group.matches("[A-Za-z0-9-]{1,63}")) {
            throw new IllegalArgumentException(
                    "'" + group + "' is not the name of a group: it needs 1 to 63 letters, digits and hyphens");
        }
        return "$share/" + group + "/" + PREFIX + tenant + "/dispatch/+";
    }

    /** The filter of the requests of local devices to one node, whatever they ask for. */
    public String allInfer(NodeAddress node) {
        return PREFIX + tenant + "/infer/" + node + "/+";
    }

    /**
     * The node that asks for the answer on a topic. Work whose response topic names none is answered by nobody and
     * executed by nobody: the origin of data would be unknown.
     *
     * @return the node, or nothing if the topic is not the reply topic of a node of this tenant
     */
    public Optional<NodeAddress> originOf(String responseTopic) {
        return parse(responseTopic)
                .filter(topic -> topic instanceof NodeTopic node
                        && node.kind() == Kind.REPLY
                        && node.tenant().equals(tenant))
                .map(topic -> ((NodeTopic) topic).address());
    }

    /**
     * The client at a site that asks for the answer on a topic.
     *
     * @return the client, or nothing if the topic is not that of a client of this tenant and that site
     */
    public Optional<ClientId> clientOf(SiteId site, String responseTopic) {
        return parse(responseTopic)
                .filter(topic -> topic instanceof ClientTopic asking
                        && asking.tenant().equals(tenant)
                        && asking.site().equals(site))
                .map(topic -> ((ClientTopic) topic).client());
    }

    /**
     * What stands for the model in a topic that {@link #allInfer} matches, as it was written: whether a model can have
     * that name is another question.
     *
     * @return the text, or nothing if the topic is another one
     */
    public Optional<String> askedModel(NodeAddress node, String topic) {
        var filter = allInfer(node);
        var before = filter.substring(0, filter.length() - 1);
        return Optional.of(topic)
                .filter(path -> path.startsWith(before))
                .map(path -> path.substring(before.length()))
                .filter(level -> level.indexOf('/') < 0);
    }

    /** The client id of a device's connection, such as {@code acme.clinic-berlin.gw-1.control}. */
    public static String clientId(DeviceId device, ConnectionKind kind) {
        return device.tenant() + "." + device.site() + "." + device.node() + "." + kind.word();
    }

    /** A topic taken apart; nothing if it is not one of Tieline's, in any respect. */
    public static Optional<Topic> parse(String path) {
        if (path.length() > MAX_LENGTH || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return parseLevels(path.substring(PREFIX.length()).split("/", -1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Topic> parseLevels(String[] levels) {
        if (levels.length < 2) {
            return Optional.empty();
        }
        var tenant = TenantId.of(levels[0]);
        return switch (levels[1] + "/" + levels.length) {
            case "node/5" ->
                Kind.find(levels[4]).map(kind -> new NodeTopic(tenant, address(levels[2], levels[3]), kind));
            case "work/4" -> Optional.of(new WorkTopic(tenant, address(levels[2], levels[3])));
            case "dispatch/3" -> Optional.of(new DispatchTopic(tenant, ModelName.of(levels[2])));
            case "infer/5" ->
                Optional.of(new InferTopic(tenant, address(levels[2], levels[3]), ModelName.of(levels[4])));
            case "client/4" -> Optional.of(new ClientTopic(tenant, SiteId.of(levels[2]), ClientId.of(levels[3])));
            case "sites/2" -> Optional.of(new SitesTopic(tenant));
            case "policy/2" -> Optional.of(new PolicyTopic(tenant));
            default -> Optional.empty();
        };
    }

    private static NodeAddress address(String site, String node) {
        return new NodeAddress(SiteId.of(site), NodeId.of(node));
    }

    private String node(NodeAddress node, Kind kind) {
        return new NodeTopic(tenant, node, kind).path();
    }
}
