package dev.tieline.models.store;

import dev.tieline.models.Artifact;
import dev.tieline.models.Digest;
import java.nio.file.Path;

/** Why the bytes of a model are not where they should be. */
public sealed interface StoreFailure {

    /** What went wrong, for people, with names and values. */
    String message();

    /** The bytes have the right length and another content. */
    record WrongDigest(Artifact artifact, String where, Digest actual) implements StoreFailure {
        @Override
        public String message() {
            return "the bytes of " + artifact.entry() + " " + where + " have the digest " + actual + ", and "
                    + artifact.digest() + " is declared. Maybe the file was damaged, or the card pins another version";
        }
    }

    /** There are fewer bytes than declared, or more. {@code actual} is how many there are, or one more than declared. */
    record WrongSize(Artifact artifact, String where, long actual) implements StoreFailure {
        @Override
        public String message() {
            var found = actual > artifact.size() ? "more than that" : String.valueOf(actual);
            return artifact.entry() + " (" + artifact.digest() + ") is declared with " + artifact.size()
                    + " bytes, and " + where + " it has " + found;
        }
    }

    /** The disk did not take all bytes. */
    record NotWritten(Artifact artifact, Path target, long written, long free, String cause) implements StoreFailure {
        @Override
        public String message() {
            return "cannot write " + artifact.entry() + " (" + artifact.digest() + ") to " + target + ": " + written
                    + " of "
                    + artifact.size() + " bytes were written and " + free + " bytes are free: " + cause
                    + ". Maybe the disk is full";
        }
    }

    /** The bytes could not be read from where they come from, or from the store. */
    record NotRead(Artifact artifact, String where, long read, String cause) implements StoreFailure {
        @Override
        public String message() {
            return "cannot read " + artifact.entry() + " (" + artifact.digest() + ") " + where + ": " + read + " of "
                    + artifact.size() + " bytes were read: " + cause;
        }
    }

    /** The store does not hold the bytes. */
    record Missing(String model, Artifact artifact, Path expected) implements StoreFailure {
        @Override
        public String message() {
            return "the file " + artifact.entry() + " of the model " + model + " is not in the store: there is no "
                    + expected + ". Maybe fetch the model's package first";
        }
    }

    /** A package's archive is not the one that a card pins, or lacks what the card expects in it. */
    record BadPackage(String source, Path archive, String problem) implements StoreFailure {
        @Override
        public String message() {
            return "the package " + source + " at " + archive + " cannot be used: " + problem;
        }
    }

    /** The folder of the store cannot be used. */
    record BadFolder(Path folder, String cause) implements StoreFailure {
        @Override
        public String message() {
            return "the folder " + folder + " cannot be used as a model store: " + cause;
        }
    }
}
