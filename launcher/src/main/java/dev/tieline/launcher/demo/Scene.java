package dev.tieline.launcher.demo;

import dev.tieline.launcher.federation.Operator;
import dev.tieline.launcher.infer.NodeClient;
import dev.tieline.launcher.infer.TextModel;

/**
 * Who and what the story has to do with.
 *
 * @param gateway asks the clinic's gateway, as its callers do
 * @param minilm makes requests of sentences, and vectors of answers
 */
record Scene(
        DemoFederation federation,
        Operator operator,
        Witness witness,
        NodeClient gateway,
        TextModel minilm,
        Narrator narrator) {}
