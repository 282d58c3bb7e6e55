package dev.tieline.policy.oracle;

import static dev.tieline.policy.oracle.Sentence.*;

/** One sentence got wrong, in a way that somebody could get it wrong. */
enum Misreading {
    PERMITS_WIN(S1, "a permit that matches beats forbids"),
    DEFAULTS_WIN(S1, "a default that allows beats forbids"),
    STAYING_NEEDS_A_PERMIT(S2, "what stays needs a permit or default as well"),
    STAYING_IS_ALWAYS_FINE(S2, "no forbid can deny what stays"),
    PERMITS_ADD_UP(S3_PERMIT, "each hop may have a permit of its own"),
    ONE_HOP_IS_ENOUGH(S3_PERMIT, "a permit that fits one hop covers the path"),
    BROKERS_ARE_NO_HOPS(S3_PERMIT, "relays are not looked at"),
    DENYING_DEFAULTS_WIN(S3_DEFAULT, "a default that denies beats permits"),
    NO_DEFAULT_ALLOWS(S3_DEFAULT, "a class without default is allowed"),
    DEFAULTS_ARE_IDLE(S3_DEFAULT, "without a permit the answer is no"),
    UNKNOWN_IS_NO(S4, "what is unknown is not satisfied, in a forbid too"),
    UNKNOWN_IS_YES(S4, "what is unknown is satisfied, in a permit too"),
    UNKNOWN_CLASS_ESCAPES(S5, "the unknown class trips no forbid that names classes"),
    UNKNOWN_CLASS_IS_SPECIAL(S5, "permits of special data cover the unknown class"),
    UNKNOWN_CLASS_HAS_DEFAULT(S5, "the unknown class has the default of special data"),
    LEAVES_WITHOUT_POLICY(S7_ABSENT, "without a policy all is permitted"),
    STAYS_NOT_WITHOUT_POLICY(S7_ABSENT, "without a policy nothing is permitted"),
    FORBIDS_NEED_A_PLATFORM(S7_ABSENT, "without a bundle of the level `platform` no forbid counts"),
    EARLY_FORBIDS_COUNT(S7_EARLY, "forbids count before `notBefore`"),
    EARLY_IS_IN_FORCE(S7_EARLY, "`notBefore` is not looked at"),
    BEGINS_A_MOMENT_LATER(S7_EARLY, "`notBefore` itself is too early"),
    EXPIRED_FORBIDS_LAPSE(S7_EXPIRED, "expired forbids do not count"),
    EXPIRED_IS_IN_FORCE(S7_EXPIRED, "`expires` is not looked at"),
    EXPIRED_KEEPS_ALL(S7_EXPIRED, "nothing leaves after `expires`"),
    EXPIRED_RELEASES_TAGGED(S7_EXPIRED, "tagged public data leaves after `expires`"),
    ENDS_A_MOMENT_LATER(S7_EXPIRED, "`expires` itself is still in force"),
    LOWER_FORBIDS_ARE_IDLE(S9_FORBIDS, "only the platform's forbids count"),
    ANY_LEVEL_PERMITS(S9_NARROWS, "a permit of one level is enough"),
    LOWER_PERMITS_ARE_IDLE(S9_NARROWS, "only the platform's permits count"),
    NOBODY_ABSTAINS(S9_ABSTAINS, "a level without permits for the action denies"),
    AUDIT_PERMITS_NARROW(S9_ABSTAINS, "a level with audit permits alone has a say"),
    WORDS_STAY_AT_HOME(S9_WORDS, "tags and purposes of other levels are undeclared"),
    PLATFORM_TIMES_ONLY(S9_STATE, "only the platform's times decide what may leave"),
    EARLY_LEVEL_SILENCES_ALL(S9_STATE, "while one level is too early, no level's forbids count"),
    AUDIT_FORBIDS(S10, "audit forbids deny"),
    AUDIT_PERMITS(S10, "audit permits permit"),
    AUDIT_IS_SILENT(S10, "audit rules are not listed"),
    ONE_DIMENSION_IS_ENOUGH(M_FOR, "one dimension that matches is enough"),
    PERMIT_CLASS_ALONE(M_CLASS_PERMIT, "a class in a permit covers itself only"),
    PERMIT_CLASS_UPWARDS(M_CLASS_PERMIT, "a class in a permit covers the higher ones"),
    FORBID_CLASS_ALONE(M_CLASS_FORBID, "a class in a forbid covers itself only"),
    NO_TAGS_ARE_ALL_TAGS(M_TAGS_PERMIT, "a permit without tags covers tagged requests"),
    ONE_TAG_IS_ENOUGH(M_TAGS_PERMIT, "a permit needs one tag of the request"),
    STAR_IS_DECLARED_TAGS(M_TAGS_ANY, "`*` covers declared tags only"),
    FORBID_NEEDS_ALL_TAGS(M_TAGS_FORBID, "a forbid lists all tags of the request"),
    PURPOSE_IS_IDLE(M_WORDS, "`purpose` is not looked at"),
    ACTION_IS_IDLE(M_WORDS, "`action` is not looked at"),
    TRANSFORM_IS_IDLE(M_WORDS, "`transform` is not looked at"),
    DEFAULTS_ARE_UNTAGGED(M_DEFAULTS_TAGS, "a default covers untagged requests only"),
    ANY_BESIDE_THE_ROLE(M_HOPS_PERMIT, "a hop that satisfies `any` need not satisfy its role's clause"),
    OPEN_ROLES(M_HOPS_ROLE, "a role that a permit leaves out is permitted"),
    NONE_IS_EMPTY(M_HOPS_ROLE, "`none` is a clause without conditions"),
    WHEN_OF_SOME_HOP(M_WHEN_PERMIT, "one hop that makes a permit's `when` true is enough"),
    ROLE_HIDES_ANY(M_HOPS_FORBID, "in a forbid too a role's clause replaces `any`"),
    EVERY_HOP_OFFENDS(M_HOPS_FORBID, "a forbid needs all hops"),
    WHEN_OF_ANOTHER_HOP(M_HOPS_FORBID, "clause and `when` of a forbid may be met by different hops"),
    HOPS_FORBID_STAYING(M_HOPS_STAY, "a forbid with `hops` matches an empty path"),
    BARE_FORBIDS_NEED_HOPS(M_BARE_FORBID, "a forbid without `hops` needs a hop"),
    STAYING_SKIPS_WHEN(M_WHEN_FORBID, "a `when` is never evaluated for an empty path"),
    STAYING_HAS_A_BLANK_HOP(M_WHEN_FORBID, "a `when` about hops is evaluated for an empty path, and errs"),
    FORBID_ERRORS_ARE_FALSE(M_WHEN_ERROR, "the error of a forbid's guard is false"),
    PERMIT_ERRORS_ARE_TRUE(M_WHEN_ERROR, "the error of a permit's guard is true"),
    ERRORS_ALWAYS_COUNT(M_WHEN_ERROR, "an error counts whatever the typed parts say"),
    STAR_COVERS_UNKNOWN(M_COUNTRY, "`*` covers an unknown country"),
    OPERATOR_IS_IDLE(M_COUNTRY, "`operator_home` is not looked at"),
    ONE_ACCESS_IS_ENOUGH(M_ACCESS, "one access country within the list is enough"),
    FIRST_WORD_ONLY(M_FACTS, "only the first value of a list counts"),
    ALL_CERTS(M_CERTS, "all listed certs are needed"),
    FLAGS_ARE_TRUE(M_FLAGS, "`tee: false` asks for `tee`"),
    SAME_SITE_ONLY(M_SAME, "`same` always compares sites"),
    SAME_PART(M_SAME_COUNTRY, "`same` compares subdivisions too"),
    KEPT_LESS(M_RETENTION, "`retentionMax` itself is too long"),
    NOT_IS_IDLE(M_NOT, "`not` is not looked at"),
    NOT_UNKNOWN_IS_YES(M_UNKNOWN_FACT, "an unknown fact satisfies a negated list"),
    UNKNOWN_FACT_EVADES(M_UNKNOWN_FACT, "an unknown fact evades forbids"),
    UNKNOWN_PURPOSE_EVADES(M_UNKNOWN_REQUEST, "an unknown purpose or transform evades forbids"),
    UNDECLARED_TAG_EVADES(M_UNKNOWN_REQUEST, "an undeclared tag evades forbids"),
    PARTS_ARE_OUTSIDE(M_SUBDIVISION, "a country does not cover its parts"),
    BARE_COUNTRY_IS_OUTSIDE(M_SUBDIVISION, "a bare country does not lie in a part"),
    BARE_COUNTRY_IS_INSIDE(M_SUBDIVISION, "a bare country lies in its parts"),
    FROM_IS_IDLE(M_MEMBER_DATES, "`from` is not looked at"),
    UNTIL_IS_INCLUDED(M_MEMBER_DATES, "`until` itself counts"),
    SUSPENDED_IS_IDLE(M_MEMBER_DATES, "`suspended` is not looked at"),
    MEMBER_WHEN_IS_IDLE(M_MEMBER_WHEN, "a member's `when` is not looked at"),
    MEMBER_ERROR_IS_OUTSIDE(M_MEMBER_WHEN, "the error of a member's `when` takes it out"),
    GUARDS_SEE_PARTS(M_GUARD_FIELDS, "a guard's countries have subdivisions"),
    GUARDS_SEE_UNKNOWN_CLASS(M_GUARD_ABSENT, "a guard sees the class `unknown`"),
    GUARDS_SEE_UNDECLARED_TAGS(M_GUARD_ABSENT, "a guard sees undeclared tags"),
    GUARDS_SEE_UNDECLARED_PURPOSE(M_GUARD_ABSENT, "a guard sees an undeclared purpose"),
    LARGEST_ID_DECIDES(M_DECIDING, "the largest id decides"),
    PLATFORM_DECIDES(M_DECIDING, "a permit of the platform decides before those of lower levels"),
    LAST_HOP_IS_NAMED(M_DECIDING_HOP, "the last hop that matches is named"),
    CLAUSE_ALONE_NAMES_THE_HOP(M_DECIDING_HOP, "the first hop that satisfies a clause is named, whatever `when` says"),
    EVERY_FORBID_NAMES_A_HOP(M_DECIDING_HOP, "a forbid that looks at no hop names the first one"),
    DECIDING_RULE_OBLIGES(M_OBLIGE, "only the deciding rule obliges"),
    DENIALS_OBLIGE(M_OBLIGE, "permits oblige though a forbid denies");

    private final Sentence sentence;
    private final String words;

    Misreading(Sentence sentence, String words) {
        this.sentence = sentence;
        this.words = words;
    }

    Sentence sentence() {
        return sentence;
    }

    /** What is wrongly believed, in Markdown. */
    String words() {
        return words;
    }
}
