package dev.tieline.launcher.demo;

import dev.tieline.client.Answer;

/** Something to ask a node, as often as one likes. */
@FunctionalInterface
interface Question {
    /** Asks, and waits for the answer. @throws dev.tieline.client.TielineException if there is none */
    Answer ask() throws InterruptedException;
}
