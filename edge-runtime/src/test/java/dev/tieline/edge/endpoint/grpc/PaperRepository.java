package dev.tieline.edge.endpoint.grpc;

import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A repository on paper: it has the model {@code test}, obeys for {@code spare}, and fails as the names say. */
final class PaperRepository implements ModelRepository {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch leave = new CountDownLatch(1);
    final List<String> done = new CopyOnWriteArrayList<>();

    @Override
    public List<Entry> index(boolean readyOnly) {
        var ready = new Entry(ModelName.of("test"), "1", State.READY, "");
        var spare = new Entry(ModelName.of("spare"), "2", State.UNAVAILABLE, "not loaded");
        return readyOnly ? List.of(ready) : List.of(ready, spare);
    }

    @Override
    public void load(ModelName name) {
        change("load", name);
    }

    @Override
    public void unload(ModelName name) {
        change("unload", name);
    }

    /** Until it may leave, whoever interrupts it. */
    private void stay(ModelName name) {
        begun.countDown();
        while (true) {
            try {
                leave.await();
                done.add("slow " + name);
                return;
            } catch (InterruptedException e) {
                // Nothing stops it, as nothing stops the library that loads a model.
            }
        }
    }

    private void change(String what, ModelName name) {
        switch (name.value()) {
            case "managed" -> throw new RepositoryFailure.Managed(name).asException();
            case "broken" -> throw new RepositoryFailure.LoadFailed(name, "its golden sample differs").asException();
            case "slow" -> stay(name);
            case "spare" -> done.add(what + " " + name);
            default -> throw new RepositoryFailure.UnknownModel(name).asException();
        }
    }
}
