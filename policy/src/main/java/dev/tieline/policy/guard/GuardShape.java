package dev.tieline.policy.guard;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.List;
import java.util.Set;

/** What can be said of an expression by looking at it: whether it mentions a hop, and whether it stays within bounds. */
final class GuardShape {
    /**
     * How deep {@code all}, {@code exists} and their like may stand within each other, in what they go through as well:
     * each could double what the one before it has made.
     */
    private static final int MAX_NESTED = 2;

    private static final Set<String> VARIABLES = Set.of("request", "origin", "hop");
    private static final Set<CelKind> ADDABLE =
            Set.of(CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.DURATION, CelKind.TIMESTAMP);

    private final CelAbstractSyntaxTree tree;
    private boolean mentionsHop;

    private GuardShape(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** Whether the expression mentions a hop. @throws GuardException if it is out of bounds */
    static boolean mentionsHop(CelAbstractSyntaxTree tree) throws GuardException {
        var shape = new GuardShape(tree);
        shape.visit(tree.getExpr(), 0);
        return shape.mentionsHop;
    }

    private void visit(CelExpr expression, int nested) throws GuardException {
        switch (expression.getKind()) {
            case IDENT -> name(expression.ident().name());
            case SELECT -> select(expression.select().operand(), nested);
            case CALL -> call(expression, nested);
            case LIST -> visit(expression.list().elements(), nested);
            case MAP -> {
                for (var entry : expression.map().entries()) {
                    visit(List.of(entry.key(), entry.value()), nested);
                }
            }
            case COMPREHENSION -> loop(expression.comprehension(), nested + 1);
            case STRUCT -> throw new GuardException("it makes a message, which no expression here needs");
            case CONSTANT -> {}
            case NOT_SET -> throw new GuardException("a part of it is missing");
        }
    }

    private void visit(List<CelExpr> expressions, int nested) throws GuardException {
        for (var expression : expressions) {
            visit(expression, nested);
        }
    }

    /** All that may be done with what every expression sees is to look at its fields, which are checked. */
    private static void name(String name) throws GuardException {
        var variable = name.startsWith(".") ? name.substring(1) : name;
        if (VARIABLES.contains(variable)) {
            throw new GuardException("it uses " + variable + " as a whole, and only its fields can be used");
        }
    }

    private void select(CelExpr operand, int nested) throws GuardException {
        if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            mentionsHop |= namesHop(operand.ident().name());
        } else {
            visit(operand, nested);
        }
    }

    private void call(CelExpr expression, int nested) throws GuardException {
        var call = expression.call();
        switch (call.function()) {
            case "matches" -> matches(nested);
            case "_+_" -> plus(expression, nested);
            default -> {}
        }
        if (call.target().isPresent()) {
            visit(call.target().get(), nested);
        }
        visit(call.args(), nested);
    }

    private static void matches(int nested) throws GuardException {
        if (nested > 0) {
            throw new GuardException("it matches a regular expression inside of a loop, which may take very long."
                    + " Maybe list the values and test membership with in");
        }
    }

    private void plus(CelExpr sum, int nested) throws GuardException {
        if (appendsOne(sum.call().args())) {
            return;
        } else if (nested > 0) {
            throw new GuardException(
                    "it adds inside of a loop, which may grow without bounds." + " Maybe test membership with in");
        }
        if (tree.getType(sum.id()).filter(type -> ADDABLE.contains(type.kind())).isEmpty()) {
            throw new GuardException("it joins texts or lists with +, which may grow without bounds."
                    + " Maybe compare the parts one by one");
        }
    }

    /** What the loops {@code map} and {@code filter} do: they add one element at a time to what they have. */
    private static boolean appendsOne(List<CelExpr> args) {
        return args.size() == 2
                && isHidden(args.get(0))
                && args.get(1).getKind() == CelExpr.ExprKind.Kind.LIST
                && args.get(1).list().elements().size() == 1
                && !isHidden(args.get(1).list().elements().getFirst());
    }

    private static boolean isHidden(CelExpr element) {
        return element.getKind() == CelExpr.ExprKind.Kind.IDENT
                && element.ident().name().startsWith("@");
    }

    private void loop(CelExpr.CelComprehension loop, int nested) throws GuardException {
        if (nested > MAX_NESTED) {
            throw new GuardException("it has more than " + MAX_NESTED
                    + " loops such as all and exists within or after each other. Maybe test membership with in");
        }
        for (var variable : List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar())) {
            if (VARIABLES.contains(variable)) {
                throw new GuardException("the variable of a loop is named '" + variable
                        + "', as something that every expression sees. Maybe choose another name");
            }
        }
        visit(List.of(loop.iterRange(), loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result()), nested);
    }

    private static boolean namesHop(String name) {
        return name.equals("hop") || name.equals(".hop");
    }
}
