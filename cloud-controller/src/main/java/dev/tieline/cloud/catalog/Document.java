package dev.tieline.cloud.catalog;

import dev.tieline.devices.SiteBook;
import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import dev.tieline.models.ModelManifestReader;
import dev.tieline.policy.bundle.BundleHead;
import dev.tieline.policy.bundle.BundleText;
import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlMap;
import dev.tieline.policy.document.YamlReader;
import dev.tieline.policy.document.YamlValue;
import dev.tieline.policy.guard.compile.BundleCompiler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One document as it was applied, and what it says. Valid in itself; whether it fits the others is another question. */
sealed interface Document {

    /** The exact bytes with what they say, before it is known what that means. */
    Text text();

    Kind kind();

    String name();

    /**
     * The bytes of a document.
     *
     * @param source the name that errors give
     * @param bytes as they came, or the compiled form of a policy bundle
     * @param map what they say
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by its digest
    record Text(String source, byte[] bytes, YamlMap map) {

        Digest digest() {
            return Digest.ofBytes(bytes);
        }

        /** The value at a path of keys, or the nearest one above it. */
        YamlValue at(String... keys) {
            YamlValue value = map;
            for (var key : keys) {
                if (!(value instanceof YamlMap inner) || !inner.has(key)) {
                    return value;
                }
                value = inner.get(key);
            }
            return value;
        }
    }

    record Sites(Text text, SiteBook book) implements Document {
        @Override
        public Kind kind() {
            return Kind.SITES;
        }

        @Override
        public String name() {
            return Kind.SITES.word();
        }
    }

    /** A policy bundle, of which only the head says something by itself: the rest may name what others declare. */
    record Policy(Text text, BundleHead head) implements Document {
        @Override
        public Kind kind() {
            return Kind.POLICY;
        }

        @Override
        public String name() {
            return head.id();
        }

        /**
         * What is read together with the bundles beside it.
         *
         * @param source the name that errors give
         */
        BundleText bundle(String source) {
            return new BundleText(source, new String(text.bytes, StandardCharsets.UTF_8));
        }
    }

    record Card(Text text, DeclaredModel model) implements Document {
        @Override
        public Kind kind() {
            return Kind.MODEL;
        }

        @Override
        public String name() {
            return model.manifest().ref().toString();
        }
    }

    record Wish(Text text, Deployment deployment) implements Document {
        @Override
        public Kind kind() {
            return Kind.DEPLOYMENT;
        }

        @Override
        public String name() {
            return deployment.name();
        }
    }

    /**
     * Reads a document of any kind as its author wrote it. A policy bundle becomes its compiled form: nodes have no
     * compiler for the expressions in it.
     *
     * @throws DocumentException naming line and key of what is wrong with it
     */
    static Document read(String source, byte[] bytes) {
        var text = utf8(source, bytes);
        return switch (Kind.of(YamlReader.read(source, text).asMap())) {
            case POLICY ->
                stored(
                        source,
                        new BundleCompiler()
                                .compile(new BundleText(source, text))
                                .getBytes(StandardCharsets.UTF_8));
            case SITES, MODEL, DEPLOYMENT -> stored(source, bytes);
        };
    }

    /** Reads a document that {@link #read} has made. @throws DocumentException naming line and key of what is wrong */
    static Document stored(String source, byte[] bytes) {
        var text = utf8(source, bytes);
        var read = new Text(source, bytes.clone(), YamlReader.read(source, text).asMap());
        return switch (Kind.of(read.map())) {
            case SITES -> new Sites(read, SiteBook.read(source, text));
            case POLICY -> new Policy(read, new BundleText(source, text).head());
            case MODEL ->
                new Card(
                        read,
                        new DeclaredModel(
                                ModelManifestReader.read(source, text),
                                new Artifact("card.yaml", read.digest(), bytes.length)));
            case DEPLOYMENT -> new Wish(read, Deployment.read(source, text));
        };
    }

    /** The bytes that nodes fetch by their digest; a site book travels by itself and a deployment not at all. */
    default Optional<Artifact> blob() {
        return switch (this) {
            case Policy policy ->
                Optional.of(new Artifact("policy.yaml", policy.text.digest(), policy.text.bytes().length));
            case Card card -> Optional.of(card.model.card());
            case Sites sites -> Optional.empty();
            case Wish wish -> Optional.empty();
        };
    }

    private static String utf8(String source, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DocumentException(new Place(source, 1, ""), "is not text in UTF-8");
        }
    }
}
