package dev.tieline.policy.oracle;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A law with questions to it: all that comes of a seed. */
record Trial(long seed, Law law, List<Question> questions) {

    static Trial of(long seed, int questions) {
        var chance = new Chance(seed);
        var law = new Lawmaker(chance).law();
        var asker = new Asker(chance);
        return new Trial(
                seed, law, Stream.generate(asker::question).limit(questions).toList());
    }

    /** The trials of so many seeds from one on. */
    static Stream<Trial> from(long seed, long count, int questions) {
        return LongStream.range(seed, seed + count).mapToObj(each -> of(each, questions));
    }

    Trial with(UnaryOperator<Law> change) {
        return new Trial(seed, change.apply(law), questions);
    }
}
