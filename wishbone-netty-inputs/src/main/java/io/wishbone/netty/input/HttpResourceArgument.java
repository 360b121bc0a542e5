package io.wishbone.netty.input;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.Parts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The argument {@code resources} of {@code wishbone.input.http}: a map from paths to what they take and answer. */
final class HttpResourceArgument {
    private static final Duration MILLI = Duration.ofMillis(1);

    /** Its messages never have the value; the parentheses keep the reader of files from adding it. */
    private static final ArgumentType<List<String>> TOKENS = ArgumentType.of("a list of tokens", raw -> {
        List<String> tokens = new ArrayList<>();
        for (Object item : raw instanceof Iterable<?> items ? items : List.of(raw)) {
            if (item instanceof Iterable || item instanceof Map) {
                throw new ArgumentException("a token is no text (expected: text, not a list or a map)");
            }
            tokens.add(String.valueOf(item));
        }
        return tokens;
    });

    private static final ArgumentType<Path> FILE =
            ArgumentType.of("a file", raw -> Path.of(ArgumentType.text().read(raw)));

    private static final Argument<Path> PASSWORDS =
            Argument.optional("passwords", FILE, "a file of users and bcrypt hashes, as htpasswd -B makes it");
    private static final Argument<List<String>> TOKEN_LIST =
            Argument.optional("tokens", TOKENS, "bearer tokens of 16 characters or more");
    private static final Argument<Path> TOKEN_FILE = Argument.optional(
            "token_file", FILE, "a file with a user, a bearer token and, optionally, when it expires in each line");
    private static final Argument<String> REALM = Argument.defaulted(
            "realm", ArgumentType.text(), HttpAuth.DEFAULT_REALM, "what clients are told that they log in to");
    private static final List<Argument<?>> AUTH_PARTS = List.of(PASSWORDS, TOKEN_LIST, TOKEN_FILE, REALM);

    private static final ArgumentType<HttpAuth> AUTH_TYPE =
            ArgumentType.inModule("a map such as {passwords: users.htpasswd}", HttpResourceArgument::readAuth);

    private static final ArgumentType<Map<String, EventFunction<String>>> HEADERS_TYPE =
            ArgumentType.inModule("a map such as {X-Answer: received}", HttpResourceArgument::readHeaders);
    private static final Argument<Integer> STATUS = Argument.defaulted(
            "status", ArgumentType.integer(0, 299), "0", "200 to 299; 0 is 202, or 200 with ack: delivered");
    private static final Argument<Map<String, EventFunction<String>>> HEADERS =
            Argument.optional("headers", HEADERS_TYPE, "templates by name");
    private static final Argument<EventFunction<String>> BODY =
            Argument.optional("body", Expressions.template(), "a template");
    private static final List<Argument<?>> REPLY_PARTS = List.of(STATUS, HEADERS, BODY);

    private static final ArgumentType<HttpReply> REPLY_TYPE = ArgumentType.inModule(
            "a map such as {status: 200, body: \"{{ data.id }}\"}", HttpResourceArgument::readReply);

    private static final Argument<String> QUEUE =
            Argument.optional("queue", ArgumentType.text(), "the queue of its events");
    private static final Argument<List<String>> METHODS =
            Argument.defaulted("methods", ArgumentType.listOf(ArgumentType.text()), "POST", "those that it takes");
    private static final Argument<HttpResource.Events> EVENTS = Argument.defaulted(
            "events", ArgumentType.choice(HttpResource.Events.class), "request", "what an event is made of");
    private static final Argument<HttpResource.Ack> ACK =
            Argument.defaulted("ack", ArgumentType.choice(HttpResource.Ack.class), "accepted", "when it answers");
    private static final Argument<Duration> ACK_TIMEOUT = Argument.defaulted(
            "ack_timeout", ArgumentType.duration(MILLI), "30s", "how long it waits until events are delivered");
    private static final Argument<List<String>> CONTENT_TYPES = Argument.optional(
            "content_types", ArgumentType.listOf(ArgumentType.text()), "media types that it takes; any if left out");
    private static final Argument<HttpAuth> AUTH =
            Argument.optional("auth", AUTH_TYPE, "who may send; anybody if left out");
    private static final Argument<HttpReply> RESPONSE =
            Argument.optional("response", REPLY_TYPE, "what it answers if all went well");
    private static final List<Argument<?>> RESOURCE_PARTS =
            List.of(QUEUE, METHODS, EVENTS, ACK, ACK_TIMEOUT, CONTENT_TYPES, AUTH, RESPONSE);

    private HttpResourceArgument() {}

    static ArgumentType<List<HttpResource>> type() {
        return ArgumentType.inModule(
                "a map such as {/events: {methods: [POST], ack: delivered}}; see docs/http.md",
                HttpResourceArgument::read);
    }

    private static List<HttpResource> read(Object raw, String module) {
        if (raw instanceof String path && path.startsWith("/")) {
            return List.of(HttpResource.builder(path).build());
        }
        if (!(raw instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new ArgumentException("resources are no map with a path (expected: " + type().description() + ")");
        }
        List<HttpResource> resources = new ArrayList<>();
        Parts parts = new Parts();
        map.forEach((path, value) -> parts.read(
                        path.toString(), () -> readOne(path.toString(), value == null ? Map.of() : value, module))
                .ifPresent(resources::add));
        parts.check();
        return resources;
    }

    private static HttpResource readOne(String path, Object raw, String module) {
        Arguments read = DeclaredMap.read("resource " + path, RESOURCE_PARTS, raw, module);
        HttpResource.Builder builder = HttpResource.builder(path)
                .methods(read.get(METHODS).toArray(String[]::new))
                .events(read.get(EVENTS))
                .ack(read.get(ACK))
                .ackTimeout(read.get(ACK_TIMEOUT));
        read.find(QUEUE).ifPresent(builder::queue);
        read.find(CONTENT_TYPES).ifPresent(types -> builder.contentTypes(types.toArray(String[]::new)));
        read.find(AUTH).ifPresent(builder::auth);
        read.find(RESPONSE).ifPresent(builder::reply);
        return builder.build();
    }

    private static HttpAuth readAuth(Object raw, String module) {
        Arguments read = DeclaredMap.read("auth", AUTH_PARTS, raw, module);
        return new HttpAuth(
                read.find(PASSWORDS).orElse(null),
                read.find(TOKEN_LIST).orElse(List.of()),
                read.find(TOKEN_FILE).orElse(null),
                read.get(REALM));
    }

    private static HttpReply readReply(Object raw, String module) {
        Arguments read = DeclaredMap.read("response", REPLY_PARTS, raw, module);
        return new HttpReply(
                read.get(STATUS),
                read.find(HEADERS).orElse(Map.of()),
                read.find(BODY).orElse(null));
    }

    private static Map<String, EventFunction<String>> readHeaders(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException("headers are no map (expected: such as {X-Answer: received})");
        }
        Map<String, EventFunction<String>> headers = new LinkedHashMap<>();
        Parts parts = new Parts();
        map.forEach((name, value) -> parts.read(
                        name.toString(), () -> Expressions.template().read(value, module))
                .ifPresent(template -> headers.put(name.toString(), template)));
        parts.check();
        return headers;
    }
}
