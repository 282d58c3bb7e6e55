package dev.tieline.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that take a {@link Federation} the one that all of them share: started for the first, made whole again
 * for each, and stopped after the last.
 */
final class SharedFederation implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedFederation.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Federation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var federation = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Federation.class, unstarted -> start(), Federation.class);
        try {
            federation.whole();
            return federation;
        } catch (Exception e) {
            throw new ParameterResolutionException("the federation cannot be made whole: " + e.getMessage(), e);
        }
    }

    private static Federation start() {
        try {
            return Federation.start("federation");
        } catch (Exception e) {
            throw new ParameterResolutionException("the federation cannot be started: " + e.getMessage(), e);
        }
    }
}
