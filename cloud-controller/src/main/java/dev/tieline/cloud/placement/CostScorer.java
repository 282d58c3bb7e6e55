package dev.tieline.cloud.placement;

import dev.tieline.cloud.fleet.NodeView;
import dev.tieline.devices.Site;
import dev.tieline.devices.SiteBook;

/** How cheap a site is: 100 is free, 0 the dearest of the book. A site that the book does not know counts as dearest. */
final class CostScorer implements PlacementScorer {
    private final SiteBook sites;
    private final int dearest;

    CostScorer(SiteBook sites) {
        this.sites = sites;
        this.dearest = sites.sites().stream().mapToInt(Site::cost).max().orElse(0);
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public int score(Demand demand, Scope scope, NodeView node) {
        return sites.find(node.site())
                .map(site -> dearest == 0 ? 100 : (int) Math.round(100 - 100.0 * site.cost() / dearest))
                .orElse(0);
    }
}
