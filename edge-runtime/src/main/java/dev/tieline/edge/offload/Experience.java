package dev.tieline.edge.offload;

/**
 * What this node has learned of the others from the calls that it sent them.
 *
 * @param circuits who is worth asking
 * @param loads who has less to do
 * @param times how long each takes to answer
 * @param budget how often two may be asked for one call
 * @param counts how the attempts ended
 */
record Experience(Circuits circuits, NodeLoads loads, AnswerTimes times, RetryBudget budget, AttemptCounts counts) {

    static Experience none(Circuits circuits) {
        return new Experience(circuits, new NodeLoads(), new AnswerTimes(), new RetryBudget(), new AttemptCounts());
    }
}
