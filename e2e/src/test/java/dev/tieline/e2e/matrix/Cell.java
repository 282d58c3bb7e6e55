package dev.tieline.e2e.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is broken at the same time.
 *
 * @param round of the matrix, from 1 on
 * @param injuries one, or several of different processes, in the order in which they are done and healed
 */
record Cell(int round, List<Injury> injuries) {
    private static final List<Fault> FAULTS = List.of(Fault.values());

    Cell {
        injuries = List.copyOf(injuries);
        if (injuries.stream().map(Injury::target).distinct().count() != injuries.size() || injuries.isEmpty()) {
            throw new IllegalArgumentException("a cell breaks at least one process, and each once: " + injuries);
        }
    }

    /** Every process broken in every way, alone. */
    static List<Cell> matrix(int round) {
        return Arrays.stream(Target.values())
                .flatMap(target -> Arrays.stream(Fault.values()).map(fault -> new Injury(target, fault)))
                .map(injury -> new Cell(round, List.of(injury)))
                .toList();
    }

    /** Every two processes broken together: both killed, and each in a way that chance chooses. */
    static List<Cell> pairs(int round, Random chance) {
        var targets = Target.values();
        var cells = new ArrayList<Cell>();
        for (int first = 0; first < targets.length; first++) {
            for (int second = first + 1; second < targets.length; second++) {
                cells.add(pair(round, targets[first], Fault.KILL, targets[second], Fault.KILL, chance));
                cells.add(pair(round, targets[first], any(chance), targets[second], any(chance), chance));
            }
        }
        return cells;
    }

    /** Endless rounds, each the matrix and the pairs in an order that chance chooses. */
    static Stream<Cell> rounds(long seed) {
        return IntStream.iterate(1, round -> round + 1).boxed().flatMap(round -> {
            var chance = new Random(seed + round);
            var cells = new ArrayList<>(matrix(round));
            cells.addAll(pairs(round, chance));
            Collections.shuffle(cells, chance);
            return cells.stream();
        });
    }

    boolean injures(Target target) {
        return injuries.stream().anyMatch(injury -> injury.target() == target);
    }

    boolean hasFault(Fault fault) {
        return injuries.stream().anyMatch(injury -> injury.fault() == fault);
    }

    /** Whether more than one process is broken. */
    boolean isPair() {
        return injuries.size() > 1;
    }

    @Override
    public String toString() {
        var text = injuries.stream().map(Injury::toString).collect(Collectors.joining(" + "));
        return round == 1 ? text : text + " (round " + round + ")";
    }

    private static Cell pair(int round, Target one, Fault how, Target other, Fault likewise, Random chance) {
        var injuries = new ArrayList<>(List.of(new Injury(one, how), new Injury(other, likewise)));
        Collections.shuffle(injuries, chance);
        return new Cell(round, injuries);
    }

    private static Fault any(Random chance) {
        return FAULTS.get(chance.nextInt(FAULTS.size()));
    }
}
