package dev.tieline.policy.guard.compile;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.CodedOutputStream;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.tieline.policy.guard.CheckedGuard;
import dev.tieline.policy.guard.GuardCompiler;
import dev.tieline.policy.guard.GuardException;
import dev.tieline.policy.guard.GuardLimits;
import dev.tieline.policy.guard.GuardLoader;
import dev.tieline.policy.guard.GuardType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles guards with CEL's compiler, and loads what it made, so that nothing leaves it that a node would refuse. */
public final class CelGuardCompiler implements GuardCompiler {
    private static final List<GuardType> TYPES = GuardType.all();
    private static final String LEGAL =
            ". Legal here: " + TYPES.stream().map(GuardType::toString).collect(Collectors.joining(", "));

    private final CelCompiler compiler;
    private final GuardLoader loader = new GuardLoader(Set.of(), Set.of());

    public CelGuardCompiler() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(GuardLimits.options())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(
                        new Declared(TYPES.stream().map(Declared::struct).toList()))
                .setResultType(SimpleType.BOOL);
        TYPES.forEach(type -> builder.addVar(type.variable(), StructTypeReference.create(type.typeName())));
        this.compiler = builder.build();
    }

    @Override
    public CheckedGuard compile(String text) throws GuardException {
        if (text.length() > CheckedGuard.MAX_TEXT) {
            throw new GuardException(
                    "the expression has " + text.length() + " characters; the limit is " + CheckedGuard.MAX_TEXT);
        }
        var guard = new CheckedGuard(text, bytes(check(text)));
        loader.load(guard);
        return guard;
    }

    private CelAbstractSyntaxTree check(String text) throws GuardException {
        var result = compiler.compile(text);
        if (result.hasError()) {
            throw new GuardException(describe(result.getErrors().getFirst()));
        }
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new GuardException(String.valueOf(e.getMessage()));
        }
    }

    private static String describe(CelIssue issue) {
        var at = issue.getSourceLocation();
        var message = "at line " + at.getLine() + ", column " + (at.getColumn() + 1) + " of the expression: "
                + issue.getMessage();
        return message.contains("undefined field") || message.contains("undeclared reference")
                ? message + LEGAL
                : message;
    }

    private static byte[] bytes(CelAbstractSyntaxTree tree) {
        var checked = CelProtoAbstractSyntaxTree.fromCelAst(tree).toCheckedExpr();
        var bytes = new byte[checked.getSerializedSize()];
        var output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        try {
            checked.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes;
    }

    /** The types of the variables, as CEL asks for them. */
    @SuppressWarnings("Immutable") // its list is
    private record Declared(List<StructType> structs) implements CelTypeProvider {

        static StructType struct(GuardType type) {
            return StructType.create(
                    type.typeName(),
                    ImmutableSet.copyOf(type.fields().keySet()),
                    field -> Optional.ofNullable(type.fields().get(field)));
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.copyOf(structs);
        }

        @Override
        public Optional<CelType> findType(String name) {
            return structs.stream()
                    .filter(struct -> struct.name().equals(name))
                    .map(CelType.class::cast)
                    .findFirst();
        }
    }
}
