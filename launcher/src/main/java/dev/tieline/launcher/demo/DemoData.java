package dev.tieline.launcher.demo;

import dev.tieline.client.Model;

/** What the story's callers say of their data. */
enum DemoData {
    PUBLIC,
    PERSONAL,
    HEALTH;

    /** The model, asked about such data. */
    Model of(Model model) {
        return switch (this) {
            case PUBLIC -> model.dataClass("public");
            case PERSONAL -> model.dataClass("personal");
            case HEALTH -> model.dataClass("special").tags("health");
        };
    }
}
