package dev.tieline.launcher.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns of text.
 *
 * @param header the names of the columns
 * @param rows one cell for each column
 */
record TextTable(List<String> header, List<List<String>> rows) {
    private static final int GAP = 2;

    TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "the row " + row + " has " + row.size() + " cells, and the columns are " + header);
            }
        }
    }

    /** One line for the header, one for each row; the last column is not padded. */
    List<String> lines() {
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(rows);
        var widths = new int[header.size()];
        for (var row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = row.get(i);
            line.append(cell);
            if (i + 1 < widths.length) {
                line.append(" ".repeat(widths[i] - length(cell) + GAP));
            }
        }
        return line.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
