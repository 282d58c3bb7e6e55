package dev.tieline.cloud.catalog;

import java.util.List;

/** Declared files that cannot be used, alone or together, with everything that is wrong with them. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
