package dev.tieline.policy.bundle;

import dev.tieline.policy.Hop;
import dev.tieline.policy.Jurisdiction;
import dev.tieline.policy.PolicyRequest;
import dev.tieline.policy.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Memberships made ready for fast questions. All lists that name a bloc share it: a copy for each could fill a memory. */
final class Bloc {
    private final BitSet whole = new BitSet();
    private final BitSet inPart = new BitSet();
    private final Map<String, List<Membership>> parts = new HashMap<>();

    Bloc(Collection<Membership> members) {
        for (var member : members) {
            var country = member.member().country();
            if (member.isWholeAndLasting()) {
                whole.set(index(country));
            } else {
                inPart.set(index(country));
                parts.computeIfAbsent(country, none -> new ArrayList<>()).add(member);
            }
        }
    }

    /** A number for each country: two capital letters read in base 26. */
    private static int index(String country) {
        return (country.charAt(0) - 'A') * 26 + country.charAt(1) - 'A';
    }

    /** Whether the jurisdiction is a member, for a hop and at the moment of a request. */
    Truth contains(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        var index = index(jurisdiction.country());
        if (whole.get(index)) {
            return Truth.TRUE;
        }
        return inPart.get(index) ? closerLook(jurisdiction, hop, request) : Truth.FALSE;
    }

    private Truth closerLook(Jurisdiction jurisdiction, Hop hop, PolicyRequest request) {
        var members = parts.getOrDefault(jurisdiction.country(), List.of());
        var result = Truth.FALSE;
        for (var i = 0; i < members.size() && result != Truth.TRUE; i++) {
            result = result.or(members.get(i).covers(jurisdiction, hop, request));
        }
        return result;
    }

    /** The memberships that have to be looked at more closely. */
    Stream<Membership> inPart() {
        return parts.values().stream().flatMap(List::stream);
    }
}
