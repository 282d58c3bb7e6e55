package dev.tieline.policy.oracle;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A law with questions to it: all that comes of a seed. */
record Trial(long seed, Law law, List<Document> documents) {
    /** Laws that draw their questions from the same lot, since a document takes longer to read than to decide. */
    private static final int LAWS_A_LOT = 100;

    private static final int LOT = 400;

    /** The trials of so many seeds from one on. */
    static Stream<Trial> from(long seed, long count, int questions) {
        var first = Math.floorDiv(seed, LAWS_A_LOT);
        var last = Math.floorDiv(seed + count - 1, LAWS_A_LOT);
        return LongStream.rangeClosed(first, last).boxed().flatMap(lot -> {
            var documents = documents(lot);
            return LongStream.range(Math.max(seed, lot * LAWS_A_LOT), Math.min(seed + count, (lot + 1) * LAWS_A_LOT))
                    .mapToObj(each -> of(each, documents, questions));
        });
    }

    private static Trial of(long seed, List<Document> lot, int questions) {
        var chance = new Chance(seed);
        var law = new Lawmaker(chance).law();
        var drawn = Stream.generate(() -> chance.of(lot))
                .distinct()
                .limit(questions)
                .toList();
        return new Trial(seed, law, drawn);
    }

    private static List<Document> documents(long lot) {
        var asker = new Asker(new Chance(lot));
        return Stream.generate(asker::question).limit(LOT).map(Document::of).toList();
    }

    Trial with(UnaryOperator<Law> change) {
        return new Trial(seed, change.apply(law), documents);
    }

    List<Question> questions() {
        return documents.stream().map(Document::question).toList();
    }
}
