package dev.tieline.e2e.history;

import java.util.List;

/**
 * All that is known of a stretch of time.
 *
 * @param calls those that were sent in it, all of them ended or given up
 * @param earlier calls of before: their data may be seen late
 * @param outages when asked nodes could not be asked, and the test knows why
 * @param newcomers when asked nodes were without any data, and the test knows why
 * @param pauses when the callers themselves stood still
 * @param sightings what the witness saw
 * @param blind when the witness may have missed something
 * @param promises what callers could count on
 */
public record Evidence(
        List<Call> calls,
        List<Call> earlier,
        List<Outage> outages,
        List<Newcomer> newcomers,
        List<Span> pauses,
        List<Sighting> sightings,
        List<Span> blind,
        List<Promise> promises) {

    public Evidence {
        calls = List.copyOf(calls);
        earlier = List.copyOf(earlier);
        outages = List.copyOf(outages);
        newcomers = List.copyOf(newcomers);
        pauses = List.copyOf(pauses);
        sightings = List.copyOf(sightings);
        blind = List.copyOf(blind);
        promises = List.copyOf(promises);
    }

    /** What is known where no node forgot anything, the witness never slept, and nothing was promised. */
    Evidence(List<Call> calls, List<Call> earlier, List<Outage> outages, List<Span> pauses, List<Sighting> sightings) {
        this(calls, earlier, outages, List.of(), pauses, sightings, List.of(), List.of());
    }
}
