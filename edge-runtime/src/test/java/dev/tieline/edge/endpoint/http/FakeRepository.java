package dev.tieline.edge.endpoint.http;

import dev.tieline.edge.repository.ModelRepository;
import dev.tieline.edge.repository.RepositoryFailure;
import dev.tieline.models.ModelName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A repository of two models that remembers what it was asked, and refuses if it is told to. */
final class FakeRepository implements ModelRepository {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile @Nullable RepositoryFailure refusal;
    /** What happens while it answers. */
    volatile Runnable during = () -> {};

    @Override
    public List<Entry> index(boolean readyOnly) {
        asked.add("index " + readyOnly);
        during.run();
        return List.of(
                new Entry(ModelName.of("test"), "1", State.READY, ""),
                new Entry(ModelName.of("other"), "2", State.UNAVAILABLE, "it is \"broken\""));
    }

    @Override
    public void load(ModelName name) {
        change("load " + name);
    }

    @Override
    public void unload(ModelName name) {
        change("unload " + name);
    }

    private void change(String what) {
        asked.add(what);
        during.run();
        var failure = refusal;
        if (failure != null) {
            throw failure.asException();
        }
    }
}
