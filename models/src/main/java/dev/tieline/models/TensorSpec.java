package dev.tieline.models;

import org.jspecify.annotations.Nullable;

/**
 * What a model says of one of its inputs or outputs.
 *
 * @param name its name in the model
 * @param type the type of its elements
 * @param shape its shape; a variable dimension is -1
 * @param batchAxis the dimension along which requests may be joined, or null if they may not
 */
public record TensorSpec(
        String name, DataType type, Shape shape, @Nullable Integer batchAxis) {

    public TensorSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tensor needs a name, and this one's is empty");
        }
        if (batchAxis != null) {
            if (batchAxis < 0 || batchAxis >= shape.rank()) {
                throw new IllegalArgumentException("the tensor '" + name + "' has the batch axis " + batchAxis
                        + ", and its shape " + shape + " has " + shape.rank() + " dimensions, counted from 0");
            }
            if (shape.dimensions().get(batchAxis) != Shape.VARIABLE) {
                throw new IllegalArgumentException("the tensor '" + name + "' has the batch axis " + batchAxis
                        + ", and this dimension of its shape " + shape + " is fixed. Maybe it should be -1");
            }
        }
    }

    public TensorSpec(String name, DataType type, Shape shape) {
        this(name, type, shape, null);
    }

    @Override
    public String toString() {
        return name + " " + type + " " + shape;
    }
}
