package dev.tieline.policy.guard;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request, an origin or a hop as an expression sees it: fields, of which those that are not known are absent. */
@SuppressWarnings("Immutable") // what it looks at is
final class SeenFields extends StructValue<String, Object> {
    private final String typeName;
    private final Function<String, @Nullable Object> fields;

    SeenFields(String typeName, Function<String, @Nullable Object> fields) {
        this.typeName = typeName;
        this.fields = fields;
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(typeName);
    }

    @Override
    public Object select(String field) {
        var value = fields.apply(field);
        if (value == null) {
            throw CelAttributeNotFoundException.forFieldResolution(field);
        }
        return value;
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.ofNullable(fields.apply(field));
    }
}
