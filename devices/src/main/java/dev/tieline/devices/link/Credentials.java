package dev.tieline.devices.link;

import org.jspecify.annotations.Nullable;

/**
 * What the client shows the broker besides its certificate.
 *
 * @param username who it is
 * @param password its secret; never part of {@link #toString()}
 */
public record Credentials(String username, @Nullable String password) {

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
