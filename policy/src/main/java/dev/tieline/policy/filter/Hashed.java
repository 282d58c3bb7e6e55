package dev.tieline.policy.filter;

import org.jspecify.annotations.Nullable;

/** A key whose hash is worked out once. */
final class Hashed<T> {
    private final T value;
    private final int hash;

    Hashed(T value) {
        this.value = value;
        this.hash = value.hashCode();
    }

    T value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Hashed<?> that && hash == that.hash && value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
