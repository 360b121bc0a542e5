package io.wishbone.netty.input;

import static io.wishbone.netty.input.StreamConfig.check;

import io.wishbone.actor.Actor;
import io.wishbone.actor.PortNames;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path of an {@link HttpInput}, and what becomes of what is sent there. <em>Immutable.</em>
 *
 * @param path as clients say it, percent-decoded; its leading slash is optional
 * @param queue the outlet of its events; default the path without its leading slash, other slashes as {@code _};
 *     {@code outbox} for the path {@code /}
 * @param methods those that it takes; default {@code POST}
 * @param events what an event is made of; default {@link Events#REQUEST}
 * @param ack when it answers; default {@link Ack#ACCEPTED}
 * @param ackTimeout how long it waits until its events are delivered, 1 ms to 365 days; default 30 s
 * @param contentTypes media types that it takes, such as {@code application/json} or {@code text/*}; empty, the
 *     default, is any
 * @param auth who may send; null, the default, is anybody
 * @param reply what it answers if all went well
 */
public record HttpResource(
        String path,
        String queue,
        Set<String> methods,
        Events events,
        Ack ack,
        Duration ackTimeout,
        List<String> contentTypes,
        @Nullable HttpAuth auth,
        HttpReply reply) {
    /** When a request is answered. */
    public enum Ack {
        /** Once its events are in the queue. */
        ACCEPTED,
        /** Once it is known what became of its events. */
        DELIVERED
    }

    /** What an event is made of. */
    public enum Events {
        /** The body of a request is one event. */
        REQUEST,
        /** Each line of it that is not empty is one, as with NDJSON. */
        LINES,
        /** Each element of the list that the protocol makes of it is one. */
        ARRAY
    }

    public HttpResource {
        path = path.startsWith("/") ? path : "/" + path;
        check(path.indexOf('?') < 0 && path.indexOf('#') < 0, "path", "\"" + path + "\"", "no query and no fragment");
        PortNames.check(queue);
        Set<String> upper = new LinkedHashSet<>();
        methods.forEach(method -> upper.add(method.toUpperCase(Locale.ROOT)));
        methods = Collections.unmodifiableSet(upper);
        check(!methods.isEmpty(), "methods", "none", "at least one, such as POST");
        for (String method : methods) {
            check(
                    !method.isEmpty()
                            && method.chars().allMatch(c -> c >= 'A' && c <= 'Z')
                            && !method.equals("CONNECT"),
                    "methods",
                    "\"" + method + "\"",
                    "such as POST, PUT or GET");
        }
        StreamConfig.checkAtLeastMilli("ackTimeout", ackTimeout);
        contentTypes =
                contentTypes.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
        for (String type : contentTypes) {
            check(
                    type.indexOf('/') > 0 && type.indexOf(';') < 0,
                    "contentTypes",
                    "\"" + type + "\"",
                    "such as text/plain");
        }
    }

    /** The queue that a path has if nothing else is said. */
    static String queueOf(String path) {
        String name = (path.startsWith("/") ? path.substring(1) : path).replace('/', '_');
        return name.isEmpty() ? Actor.OUTBOX : name;
    }

    /** A builder with the defaults. */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    /** Sets what differs from the defaults. <em>Confined to one thread.</em> */
    public static final class Builder {
        private final String path;
        private @Nullable String queue;
        private Set<String> methods = Set.of("POST");
        private Events events = Events.REQUEST;
        private Ack ack = Ack.ACCEPTED;
        private Duration ackTimeout = Duration.ofSeconds(30);
        private List<String> contentTypes = List.of();
        private @Nullable HttpAuth auth;
        private HttpReply reply = HttpReply.DEFAULT;

        private Builder(String path) {
            this.path = path;
        }

        /** See {@link HttpResource#queue}. */
        public Builder queue(String value) {
            this.queue = value;
            return this;
        }

        /** See {@link HttpResource#methods}. */
        public Builder methods(String... values) {
            this.methods = new LinkedHashSet<>(List.of(values));
            return this;
        }

        /** See {@link HttpResource#events}. */
        public Builder events(Events value) {
            this.events = value;
            return this;
        }

        /** See {@link HttpResource#ack}. */
        public Builder ack(Ack value) {
            this.ack = value;
            return this;
        }

        /** See {@link HttpResource#ackTimeout}. */
        public Builder ackTimeout(Duration value) {
            this.ackTimeout = value;
            return this;
        }

        /** See {@link HttpResource#contentTypes}. */
        public Builder contentTypes(String... values) {
            this.contentTypes = List.of(values);
            return this;
        }

        /** See {@link HttpResource#auth}. */
        public Builder auth(HttpAuth value) {
            this.auth = value;
            return this;
        }

        /** See {@link HttpResource#reply}. */
        public Builder reply(HttpReply value) {
            this.reply = value;
            return this;
        }

        /** The resource; checks it. */
        public HttpResource build() {
            return new HttpResource(
                    path,
                    queue == null ? queueOf(path) : queue,
                    methods,
                    events,
                    ack,
                    ackTimeout,
                    contentTypes,
                    auth,
                    reply);
        }
    }
}
