package dev.tieline.bench.offload;

import dev.tieline.models.oip.OipCodec;
import dev.tieline.models.onnx.ModelSession;
import java.util.List;

/**
 * A load with the three calls that are measured at it, each proven to work.
 *
 * @param bare one inference in this process
 * @param echo one round trip of bodies of the given sizes
 * @param offload one inference in the executor's process
 */
record Point(Load load, int requestBytes, int replyBytes, Runnable bare, Runnable echo, Runnable offload) {

    /**
     * Makes each call once and checks the answers.
     *
     * @throws dev.tieline.launcher.console.CommandFailure if one does not work
     */
    static Point prepare(
            Load load, SimpleModel model, ModelSession session, RawEcho echo, Offloader offloader, OipCodec codec)
            throws InterruptedException {
        var request = model.request(load);
        SimpleModel.check(load, session.run(request.inputs(), List.of()));
        var answer = offloader.firstOffload(request);
        SimpleModel.check(load, answer.outputs());
        var requestBody = codec.encodeRequest(request).toByteArray();
        int replyBytes = codec.encodeResponseBinary(answer).size();
        echo.trip(requestBody, replyBytes);
        return new Point(
                load,
                requestBody.length,
                replyBytes,
                () -> session.run(request.inputs(), List.of()),
                () -> echo.trip(requestBody, replyBytes),
                () -> offloader.offload(request));
    }
}
