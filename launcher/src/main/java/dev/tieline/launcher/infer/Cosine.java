package dev.tieline.launcher.infer;

import java.util.List;

/** How alike vectors of length 1 are: the cosine of the angle between each two, from -1 to 1. */
final class Cosine {
    private Cosine() {}

    /** A square, symmetric matrix in the vectors' order, with ones on its diagonal. */
    static double[][] matrix(List<float[]> vectors) {
        var matrix = new double[vectors.size()][vectors.size()];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix.length; column++) {
                matrix[row][column] = dot(vectors.get(row), vectors.get(column));
            }
        }
        return matrix;
    }

    private static double dot(float[] left, float[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "vectors of " + left.length + " and " + right.length + " numbers cannot be compared");
        }
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
