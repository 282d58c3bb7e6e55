package dev.tieline.devices.wire;

import dev.tieline.devices.ClientId;
import dev.tieline.devices.DeviceId;
import dev.tieline.devices.NodeAddress;
import dev.tieline.devices.SiteId;
import dev.tieline.devices.TenantId;
import dev.tieline.models.ModelName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A topic of Tieline, taken apart. */
public sealed interface Topic {

    /** Whose topic it is. */
    TenantId tenant();

    /** The topic as it stands on the broker. */
    String path();

    /** A document or message that belongs to one node. */
    record NodeTopic(TenantId tenant, NodeAddress address, Kind kind) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/node/" + address + "/" + kind.word();
        }

        public DeviceId device() {
            return DeviceId.of(tenant, address);
        }

        /** Which document or message of the node it is. */
        public enum Kind {
            STATE,
            BIRTH,
            TELEMETRY,
            DESIRED,
            ROUTES,
            REPORTED,
            REPLY;

            /** The kind of a word, if there is one. */
            public static Optional<Kind> find(String word) {
                return Arrays.stream(values())
                        .filter(kind -> kind.word().equals(word))
                        .findFirst();
            }

            /** The last level of the topic, such as {@code state}. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** Work for one node. */
    record WorkTopic(TenantId tenant, NodeAddress address) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/work/" + address;
        }
    }

    /** Requests for a model to which the asking node has no usable route. */
    record DispatchTopic(TenantId tenant, ModelName model) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/dispatch/" + model;
        }
    }

    /** A request of a local device to a node, for one of the models that the node serves or has served. */
    record InferTopic(TenantId tenant, NodeAddress address, ModelName model) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/infer/" + address + "/" + model;
        }
    }

    /** Answers to a local device. */
    record ClientTopic(TenantId tenant, SiteId site, ClientId client) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/client/" + site + "/" + client;
        }
    }

    /** The site book. */
    record SitesTopic(TenantId tenant) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/sites";
        }
    }

    /** Which policy bundles hold. */
    record PolicyTopic(TenantId tenant) implements Topic {

        @Override
        public String path() {
            return Topics.PREFIX + tenant + "/policy";
        }
    }
}
