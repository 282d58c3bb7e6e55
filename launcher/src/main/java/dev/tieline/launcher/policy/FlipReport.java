package dev.tieline.launcher.policy;

import dev.tieline.launcher.policy.QuestionOptions.Asked;
import dev.tieline.policy.replay.Flip;

/** Tells of flips, one after the other as they are found. */
interface FlipReport {

    void flip(Flip flip);

    /** All was asked. */
    void end(Asked asked);
}
