package dev.tieline.launcher.policy;

import dev.tieline.policy.document.DocumentException;
import dev.tieline.policy.document.Place;
import dev.tieline.policy.document.YamlScalar;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line are written as in bundles: an instant, or a date. */
final class TimeConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return scalar(text).instant();
        } catch (DocumentException e) {
            throw new TypeConversionException(e.problem());
        }
    }

    static YamlScalar scalar(String text) {
        return new YamlScalar(new Place("the command line", 1, ""), text, YamlScalar.Type.STRING);
    }
}
