package dev.tieline.policy.oracle;

import java.util.Locale;

/** What the policy language promises, sentence by sentence: S as to decisions, M as to matching. */
public enum Sentence {
    S1("A forbid that matches denies, whatever permits and defaults say."),
    S2("A request that stays on the asking node needs no permit. Only a forbid can deny it."),
    S3_PERMIT("Beyond the node one permit has to cover the request and all hops by itself, brokers included."),
    S3_DEFAULT("Where no permit matches, the default of the class decides; without one the answer is no."),
    S4("What is unknown or ends in an error trips a forbid and fails a permit, if the rule asks for it."),
    S5("The class `unknown` trips the class of every forbid, satisfies that of no permit and has no default."),
    S6_FORBID("One more forbid never permits more."),
    S6_CLASS("A higher class never permits more."),
    S6_TAG("One more tag never permits more."),
    S6_BLOC("One member less never permits more, with blocs plain in permits and negated in forbids."),
    S6_ORDER("The order of rules never matters."),
    S7_ABSENT("Without a bundle of the level `platform` nothing leaves the asking node; the forbids of others count."),
    S7_EARLY("Before `notBefore` a bundle's forbids do not count, and nothing leaves the node."),
    S7_EXPIRED("From `expires` on forbids count as before; only untagged public data may leave, where allowed."),
    S8("The same question gets the same answer on a node and on the controller."),
    S9_FORBIDS("The forbids of all levels count."),
    S9_NARROWS("A lower level with permits for the action has to have one that matches; it cannot widen."),
    S9_ABSTAINS("A lower level without permits for the action has no say in what is permitted."),
    S9_DEFAULTS("Defaults stand at the level `platform` only."),
    S9_WORDS("Tags, purposes and blocs of any level hold for all, and rule ids are unique over all."),
    S9_STATE("The times of all levels count, the worst for what may leave."),
    S10("Rules in mode `audit` never change the outcome. Those that match are listed."),
    M_FOR("Each dimension that `for` names has to match; one that it leaves out matches all."),
    M_FOR_NEEDED("A forbid may do without `for`. A permit names `class`."),
    M_CLASS_PERMIT("A class in a permit covers itself and the lower ones."),
    M_CLASS_FORBID("A class in a forbid covers itself and the higher ones."),
    M_TAGS_PERMIT("A permit lists all tags of the request; without `tags` it covers untagged requests only."),
    M_TAGS_ANY("`tags: [\"*\"]` in a permit covers any tags, undeclared ones too, and stands alone."),
    M_TAGS_FORBID("A forbid lists at least one of the request's tags."),
    M_WORDS("`purpose`, `action` and `transform` match where the request's value is listed."),
    M_DEFAULTS_ORDER("A default cannot allow a class above one that is denied or left out."),
    M_DEFAULTS_TAGS("A default covers tagged requests too."),
    M_HOPS_PERMIT("In a permit each hop satisfies the clause of its role, or `any` where its role has none."),
    M_HOPS_ROLE("A permit with neither for a role permits no hop of it; `none: true` says so in words."),
    M_HOPS_NEEDED("A permit has `hops`; `any: {}` is any path."),
    M_WHEN_PERMIT("The `when` of a permit is true for every hop."),
    M_HOPS_FORBID("In a forbid one hop that satisfies its role's clause or `any`, and the `when`, is enough."),
    M_HOPS_STAY("A forbid with `hops` does not match an empty path."),
    M_HOPS_FORBID_KEYS("`none` and `retentionMax` do not stand in forbids."),
    M_BARE_FORBID("A forbid with neither `hops` nor `when` matches by `for` alone, an empty path too."),
    M_WHEN_FORBID("With `when` alone some hop makes it true; an empty path counts unless it mentions `hop`."),
    M_WHEN_ERROR("An error of a guard counts only where the typed parts match."),
    M_COUNTRY("`country` and `operator_home` lie within the listed countries and blocs; `*` is any known one."),
    M_ACCESS("`access_countries` all lie within the list."),
    M_FACTS("`tier`, `key_custody`, `sees` and `site` are listed."),
    M_CERTS("At least one of the site's `certs` is listed."),
    M_FLAGS("`tee` and `attested` are as the clause says."),
    M_SAME("`same` compares the hop with the asking node: site, country or operator's home."),
    M_SAME_COUNTRY("`same` compares countries without subdivision."),
    M_RETENTION("`retentionMax` is the longest that a store may keep data."),
    M_NOT("`not` turns a list round."),
    M_UNKNOWN_FACT("An unknown fact is unknown under `not` too; it fails a permit's clause and trips a forbid's."),
    M_UNKNOWN_REQUEST("The same for what `for` names: a missing purpose evades no forbid."),
    M_SUBDIVISION("A country covers its parts; a part covers itself only, and a bare country may lie in it."),
    M_MEMBER_DATES("A dated member counts from `from`, before `until`, and not while suspended."),
    M_MEMBER_WHEN("A member's `when` is judged with the hop at hand, nested too; its error leaves unknown."),
    M_GUARD_FIELDS("Guards see the facts by name; countries are without subdivision."),
    M_GUARD_ABSENT("To a guard what is unknown or undeclared is an absent field."),
    M_GUARD_TYPES("A guard that does not parse, has the wrong type or names no field is refused at load."),
    M_DECIDING("The deciding rule is the smallest id among the rules that decide, or none."),
    M_DECIDING_HOP("A forbid that decides names the first hop that matches, or none if it looks at no hop."),
    M_OBLIGE("A permission carries the obligations of all permits that match.");

    private final String words;

    Sentence(String words) {
        this.words = words;
    }

    /** Such as {@code M-hops-role}. */
    public String id() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The sentence, in Markdown. */
    public String words() {
        return words;
    }
}
