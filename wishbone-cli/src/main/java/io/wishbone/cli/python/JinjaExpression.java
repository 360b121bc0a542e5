package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one expression of Jinja2 and writes it in CEL. <em>Confined to the thread that translates.</em> It descends by
 * how tightly operators bind, the loosest first.
 */
final class JinjaExpression {
    private static final int DEEPEST = 40;

    private final List<JinjaToken> tokens;
    private final PythonFunctions functions;
    private final EventFields fields;
    private int at;
    private int depth;

    private JinjaExpression(List<JinjaToken> tokens, PythonFunctions functions, EventFields fields) {
        this.tokens = tokens;
        this.functions = functions;
        this.fields = fields;
    }

    static Cel translate(String expression, PythonFunctions functions, EventFields fields)
            throws UntranslatableException {
        JinjaExpression reading = new JinjaExpression(JinjaToken.of(expression), functions, fields);
        Cel result = reading.choice();
        if (reading.peek().kind() != JinjaToken.Kind.END) {
            throw reading.unexpected();
        }
        return result;
    }

    private JinjaToken peek() {
        return tokens.get(at);
    }

    private JinjaToken ahead(int count) {
        return tokens.get(Math.min(at + count, tokens.size() - 1));
    }

    private JinjaToken take() {
        JinjaToken token = peek();
        at += token.kind() == JinjaToken.Kind.END ? 0 : 1;
        return token;
    }

    private boolean took(String sign) {
        boolean is = peek().is(sign);
        at += is ? 1 : 0;
        return is;
    }

    private void expect(String sign) throws UntranslatableException {
        if (!took(sign)) {
            throw unexpected();
        }
    }

    private UntranslatableException unexpected() {
        return new UntranslatableException(
                peek().kind() == JinjaToken.Kind.END
                        ? "the expression does not end"
                        : "\"" + peek().text() + "\" is not expected there, or has no equal here");
    }

    private Cel choice() throws UntranslatableException {
        if (++depth > DEEPEST) {
            throw new UntranslatableException("the expression is nested more than " + DEEPEST + " deep");
        }
        Cel value = or();
        if (took("if")) {
            Cel condition = or().truth();
            Cel otherwise = took("else") ? choice() : Cel.text("");
            value = Cel.choice(condition.within(Cel.OR), value, otherwise);
        }
        depth--;
        return value;
    }

    private Cel or() throws UntranslatableException {
        Cel left = and();
        while (took("or")) {
            left = logic("||", left, and());
        }
        return left;
    }

    private Cel and() throws UntranslatableException {
        Cel left = not();
        while (took("and")) {
            left = logic("&&", left, not());
        }
        return left;
    }

    /** Python's operators give one of the operands; of conditions that is what CEL's give. */
    private static Cel logic(String operator, Cel left, Cel right) throws UntranslatableException {
        Cel.Logic origin = new Cel.Logic(operator, left, right);
        if (left.isBoolean() && right.isBoolean()) {
            int own = operator.equals("||") ? Cel.OR : Cel.AND;
            String text = left.within(own) + " " + operator + " " + right.within(own + 1);
            return new Cel(text, own, true, origin);
        }
        String condition = left.truth().within(Cel.OR);
        Cel chosen = operator.equals("||") ? Cel.choice(condition, left, right) : Cel.choice(condition, right, left);
        return new Cel(chosen.text(), chosen.level(), false, origin);
    }

    private Cel not() throws UntranslatableException {
        if (!took("not")) {
            return relation();
        }
        return Cel.bool("!" + not().truth().within(Cel.UNARY), Cel.UNARY);
    }

    private Cel relation() throws UntranslatableException {
        Cel left = concatenation();
        String operator = operator();
        if (operator.isEmpty()) {
            return left;
        }
        Cel right = concatenation();
        if (!operator().isEmpty()) {
            throw new UntranslatableException(
                    "comparisons in a chain have no equal here (write instead: a < b and b < c)");
        }
        if (operator.endsWith("in")) {
            // Python's "in" also looks for a text in a text.
            String in = right.origin() instanceof Cel.Text || right.origin() instanceof Cel.Field
                    ? contained(left, right)
                    : left.within(Cel.SUM) + " in " + right.within(Cel.SUM);
            return operator.equals("in")
                    ? Cel.bool(in, in.contains(" ? ") ? Cel.CHOICE : Cel.RELATION)
                    : Cel.bool("!(" + in + ")", Cel.UNARY);
        }
        return Cel.bool(left.within(Cel.SUM) + " " + operator + " " + right.within(Cel.SUM), Cel.RELATION);
    }

    private static String contained(Cel left, Cel right) {
        String text = right.whole() + ".contains(" + left.text() + ")";
        if (right.origin() instanceof Cel.Text) {
            return text;
        }
        return "type(" + right.text() + ") == string ? " + text + " : " + left.within(Cel.SUM) + " in " + right.text();
    }

    private String operator() {
        for (String each : List.of("==", "!=", "<=", ">=", "<", ">", "in")) {
            if (took(each)) {
                return each;
            }
        }
        if (peek().is("not") && ahead(1).is("in")) {
            at += 2;
            return "not in";
        }
        return "";
    }

    private Cel concatenation() throws UntranslatableException {
        Cel left = sum();
        while (took("~")) {
            left = new Cel(asText(left) + " + " + asText(sum()), Cel.SUM, false, null);
        }
        return left;
    }

    private static String asText(Cel value) {
        return value.origin() instanceof Cel.Text ? value.text() : "string(" + value.text() + ")";
    }

    private Cel sum() throws UntranslatableException {
        Cel left = product();
        while (peek().is("+") || peek().is("-")) {
            String sign = take().text();
            left = new Cel(
                    left.within(Cel.SUM) + " " + sign + " " + product().within(Cel.PRODUCT), Cel.SUM, false, null);
        }
        return left;
    }

    private Cel product() throws UntranslatableException {
        Cel left = unary();
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            String sign = take().text();
            Cel right = unary();
            // Python's "/" makes a fraction of whole numbers.
            String text = sign.equals("/")
                    ? "double(" + left.text() + ") / double(" + right.text() + ")"
                    : left.within(Cel.PRODUCT) + " " + sign + " " + right.within(Cel.UNARY);
            left = new Cel(text, Cel.PRODUCT, false, null);
        }
        return left;
    }

    private Cel unary() throws UntranslatableException {
        if (took("-")) {
            return new Cel("-" + unary().within(Cel.WHOLE), Cel.UNARY, false, null);
        }
        Cel value = member();
        while (peek().is("|") || peek().is("is")) {
            value = took("|") ? filtered(value) : tested(value);
        }
        return value;
    }

    private Cel filtered(Cel value) throws UntranslatableException {
        String name = take().text();
        return JinjaFilters.filter(name, value, took("(") ? arguments() : List.of());
    }

    private Cel tested(Cel value) throws UntranslatableException {
        expect("is");
        boolean isNot = took("not");
        String name = take().text();
        return JinjaFilters.test(name, value, isNot);
    }

    /** A value and what follows it: members, items and calls. */
    private Cel member() throws UntranslatableException {
        if (peek().kind() == JinjaToken.Kind.NAME && !isConstant()) {
            return members(named());
        }
        return members(value());
    }

    private boolean isConstant() {
        return List.of("True", "true", "False", "false", "None", "none").contains(peek().text());
    }

    private Cel named() throws UntranslatableException {
        String name = take().text();
        if (took("(")) {
            return functions.call(name, arguments());
        }
        List<String> path = new ArrayList<>(List.of(name));
        while (peek().is(".") || (peek().is("[") && ahead(1).kind() == JinjaToken.Kind.STRING)) {
            if (ahead(2).is("(")) {
                // A method of what is there so far.
                break;
            }
            boolean isItem = take().is("[");
            path.add(isItem ? take().text() : name());
            if (isItem) {
                expect("]");
            }
        }
        return Cel.field(fields.segments(path, true));
    }

    private String name() throws UntranslatableException {
        if (peek().kind() != JinjaToken.Kind.NAME) {
            throw unexpected();
        }
        return take().text();
    }

    private Cel members(Cel first) throws UntranslatableException {
        Cel value = first;
        if (peek().is("[") && value.origin() instanceof Cel.Field field) {
            EventFields.checkItem(field.segments());
        }
        while (peek().is(".") || peek().is("[")) {
            if (took(".")) {
                String method = name();
                value = took("(")
                        ? JinjaFilters.method(method, value, arguments())
                        : Cel.of(value.whole() + "." + method);
            } else {
                expect("[");
                boolean isFromEnd = took("-");
                Cel index = choice();
                expect("]");
                value = Cel.of(
                        value.whole() + (isFromEnd ? "[size(" + value.text() + ") - " : "[") + index.text() + "]");
            }
        }
        return value;
    }

    private List<Cel> arguments() throws UntranslatableException {
        return items(")");
    }

    private List<Cel> items(String end) throws UntranslatableException {
        List<Cel> items = new ArrayList<>();
        while (!took(end)) {
            items.add(choice());
            if (!peek().is(end)) {
                expect(",");
            }
        }
        return items;
    }

    private Cel value() throws UntranslatableException {
        JinjaToken token = take();
        return switch (token.kind()) {
            case STRING -> Cel.text(token.text());
            case INTEGER, FRACTION -> Cel.of(token.text());
            case NAME -> constant(token.text().toLowerCase(Locale.ROOT));
            default -> composed(token);
        };
    }

    private static Cel constant(String name) {
        return name.equals("none") ? Cel.of("null") : Cel.bool(name, Cel.WHOLE);
    }

    private Cel composed(JinjaToken token) throws UntranslatableException {
        if (token.is("[")) {
            return list(items("]"));
        }
        if (token.is("(")) {
            List<Cel> items = items(")");
            // (a) is a, (a,) and (a, b) are lists.
            boolean isTuple = items.size() != 1 || tokens.get(at - 2).is(",");
            return isTuple ? list(items) : items.get(0);
        }
        if (token.is("{")) {
            return map();
        }
        at--;
        throw unexpected();
    }

    private static Cel list(List<Cel> items) {
        return Cel.of("[" + String.join(", ", items.stream().map(Cel::text).toList()) + "]");
    }

    private Cel map() throws UntranslatableException {
        List<String> entries = new ArrayList<>();
        while (!took("}")) {
            Cel key = choice();
            expect(":");
            entries.add(key.within(Cel.OR) + ": " + choice().text());
            if (!peek().is("}")) {
                expect(",");
            }
        }
        return Cel.of("{" + String.join(", ", entries) + "}");
    }
}
