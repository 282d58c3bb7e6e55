package dev.tieline.policy.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.expr.CheckedExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import java.util.Set;

/** Makes compiled expressions ready to be asked. Holds an environment of CEL, so make one only for a bundle with guards. */
public final class GuardLoader {
    /** Many times what the longest expression becomes. */
    private static final int MAX_CHECKED_BYTES = 1024 * 1024;

    /** What would let a short expression grow a text without bounds. Lists grow in loops, which are bounded. */
    private static final Set<CelStandardOverload> JOINING = Set.of(AddOverload.ADD_STRING, AddOverload.ADD_BYTES);

    private final GuardFacts facts;
    private final CelRuntime runtime;

    /**
     * Makes a loader.
     *
     * @param tags the tags that are declared
     * @param purposes the purposes that are declared
     */
    public GuardLoader(Set<String> tags, Set<String> purposes) {
        this.facts = new GuardFacts(tags, purposes);
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(GuardLimits.options())
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((function, overload) -> !JOINING.contains(overload))
                        .build())
                .build();
    }

    /** Loads an expression. @throws GuardException if its compiled form is damaged, of another type, or out of bounds */
    public Guard load(CheckedGuard guard) throws GuardException {
        try {
            var tree = tree(guard.checked());
            if (!tree.getResultType().equals(SimpleType.BOOL)) {
                throw new GuardException(
                        "it is of the type " + tree.getResultType().name() + " and needs to be of the type bool");
            }
            var mentionsHop = GuardShape.mentionsHop(tree);
            return new CelGuard(guard.text(), mentionsHop, runtime.createProgram(tree), facts);
        } catch (InvalidProtocolBufferException | CelEvaluationException e) {
            throw new GuardException("its compiled form is damaged or nested too deep: " + e.getMessage());
        } catch (RuntimeException | AssertionError e) { // the library's, on a tree that no compiler makes
            throw new GuardException("its compiled form is malformed: " + e.getMessage());
        }
    }

    private static CelAbstractSyntaxTree tree(byte[] checked) throws GuardException, InvalidProtocolBufferException {
        if (checked.length > MAX_CHECKED_BYTES) {
            throw new GuardException(
                    "its compiled form has " + checked.length + " bytes; the limit is " + MAX_CHECKED_BYTES);
        }
        return CelProtoAbstractSyntaxTree.fromCheckedExpr(CheckedExpr.parseFrom(checked))
                .getAst();
    }
}
