package dev.tieline.launcher.policy;

import dev.tieline.policy.document.DocumentException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line are written as in bundles, such as {@code 90d}. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return TimeConverter.scalar(text).duration();
        } catch (DocumentException e) {
            throw new TypeConversionException(e.problem());
        }
    }
}
