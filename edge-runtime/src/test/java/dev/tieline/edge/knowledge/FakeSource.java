package dev.tieline.edge.knowledge;

import dev.tieline.devices.twin.PolicyPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has the bundles that the test puts there, under whatever digest it says. */
final class FakeSource implements PolicySource {
    private final Map<String, Fetched> answers = new HashMap<>();
    private final List<PolicyPointer> asked = new ArrayList<>();
    private Runnable whileFetching = () -> {};

    @Override
    public Fetched fetch(PolicyPointer pointer) {
        asked.add(pointer);
        whileFetching.run();
        return answers.getOrDefault(pointer.file().digest().hex(), new Fetched.Failed("the server answered 404"));
    }

    void serve(PolicyPointer pointer, String text) {
        answer(pointer, new Fetched.Bytes(Documents.bytes(text)));
    }

    void answer(PolicyPointer pointer, Fetched answer) {
        answers.put(pointer.file().digest().hex(), answer);
    }

    void whileFetching(Runnable meanwhile) {
        whileFetching = meanwhile;
    }

    List<PolicyPointer> asked() {
        return asked;
    }
}
