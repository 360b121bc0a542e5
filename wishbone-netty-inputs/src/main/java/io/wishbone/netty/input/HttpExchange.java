package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wishbone.actor.Emitter;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.expression.EventFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request whose header is read, up to what it is answered. <em>Confined to the channel's event loop.</em> Its
 * events are made once its body is whole and its sender may send; then it waits for a place in the queue.
 */
final class HttpExchange {
    /** What the connection learns of its request. */
    interface Listener {
        /** It is not taken. */
        void refuse(HttpRefusal refusal);

        /** It keeps so many bytes, now that its body was decompressed. */
        void keeps(int bytes);

        /** Its events are in their queue, or never will be: it keeps nothing more. */
        void submitted();

        /** It is to be answered. */
        void answer(HttpAnswer answer);
    }

    private final HttpInput input;
    private final HttpLoop loop;
    private final EventLoop eventLoop;
    private final HttpSender client;
    private final HttpRequestFacts.Headers headers;
    private final HttpRequestHead head;
    private final HttpResource resource;
    private final Listener listener;
    private final HttpBody body;
    private final HttpEvents events;
    private Header header = Header.empty();
    private @Nullable Future<?> timer;
    private boolean authorized;
    private boolean whole;
    private boolean over;

    HttpExchange(
            HttpInput input,
            HttpLoop loop,
            EventLoop eventLoop,
            HttpSender client,
            HttpRequestFacts.Headers headers,
            HttpRequestHead head,
            HttpResource resource,
            Listener listener) {
        this.input = input;
        this.loop = loop;
        this.eventLoop = eventLoop;
        this.client = client;
        this.headers = headers;
        this.head = head;
        this.resource = resource;
        this.listener = listener;
        int maxBody = input.config().limits().maxBodyBytes();
        this.body = new HttpBody(maxBody);
        this.events = new HttpEvents(resource, input.config().limits().maxEvents(), input.newDecoder());
    }

    HttpRequestHead head() {
        return head;
    }

    /** Looks who sends it; calls back when its body may be read. */
    void authorize(Runnable mayGoOn) {
        HttpAccess access = input.accessOf(resource);
        if (access == null) {
            authorized(null, mayGoOn);
            return;
        }
        access.check(head.headers().getAll(HttpHeaderNames.AUTHORIZATION), eventLoop, (user, refusal) -> {
            if (over) {
                return;
            }
            if (refusal != null) {
                listener.refuse(refusal);
            } else {
                authorized(user, mayGoOn);
            }
        });
    }

    private void authorized(@Nullable String user, Runnable mayGoOn) {
        header = headers.of(client.facts(head, user));
        authorized = true;
        if (whole) {
            proceed();
        } else {
            mayGoOn.run();
        }
    }

    /** A piece of its body. */
    void add(ByteBuf piece) throws HttpRefusal {
        body.add(piece);
    }

    /** How much memory its body takes. */
    int bufferedBytes() {
        return body.capacity();
    }

    /** Whether all of its body has come. */
    boolean isWhole() {
        return whole;
    }

    /** All of its body has come. */
    void complete() {
        whole = true;
        if (authorized) {
            proceed();
        }
    }

    private void proceed() {
        try {
            byte[] bytes = HttpInflater.inflate(
                    body.take(), head.encoding(), input.config().limits().maxBodyBytes());
            listener.keeps(bytes.length);
            events.read(bytes, head, header);
        } catch (HttpRefusal refusal) {
            listener.refuse(refusal);
            return;
        }
        HttpQueue queue = loop.queue(resource.queue());
        if (!queue.enter(this)) {
            long nanos = input.config().times().queue().toNanos();
            timer = eventLoop.schedule(() -> queueFull(queue), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void queueFull(HttpQueue queue) {
        if (over) {
            return;
        }
        queue.leave(this);
        listener.refuse(HttpRefusal.unavailable("the pipeline is full"));
    }

    /** Submits its events, within a batch; called by the queue. */
    void submitTo(Emitter emitter) {
        cancelTimer();
        client.takeFurther(events.events().size() - 1);
        if (resource.ack() == HttpResource.Ack.ACCEPTED) {
            events.events().forEach(emitter::submit);
            listener.submitted();
            answer(HttpResponseStatus.ACCEPTED);
            return;
        }
        Completion completion = Completion.create(failure -> eventLoop.execute(() -> completed(failure)));
        for (Event event : events.events()) {
            emitter.submit(event.withCompletion(completion));
        }
        timer = eventLoop.schedule(
                () -> completion.expire(new Completion.Failure("timeout", "nothing came of it in time")),
                resource.ackTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        completion.release();
        listener.submitted();
    }

    private void completed(Completion.@Nullable Failure failure) {
        cancelTimer();
        if (over) {
            return;
        }
        if (failure == null) {
            answer(HttpResponseStatus.OK);
            return;
        }
        String reason = failure.reason() + ": " + failure.message();
        input.report().undelivered(client, reason);
        boolean isLate = failure.reason().equals("timeout");
        listener.answer(HttpAnswer.text(
                isLate ? HttpResponseStatus.GATEWAY_TIMEOUT : HttpResponseStatus.BAD_GATEWAY, reason + "\n", Map.of()));
    }

    private void answer(HttpResponseStatus usual) {
        if (events.refusals() > 0) {
            listener.answer(HttpAnswer.json(HttpResponseStatus.BAD_REQUEST, events.account()));
            return;
        }
        HttpReply reply = resource.reply();
        HttpResponseStatus status = reply.status() == 0 ? usual : HttpResponseStatus.valueOf(reply.status());
        try {
            listener.answer(answer(reply, status));
        } catch (Exception e) {
            // A template that fails must not make a client send again what was taken.
            input.report().replyFailed(e);
            listener.answer(HttpAnswer.text(status, "", Map.of()));
        }
    }

    private HttpAnswer answer(HttpReply reply, HttpResponseStatus status) throws Exception {
        boolean isBatch = resource.events() != HttpResource.Events.REQUEST;
        if (!isBatch && reply.isEmpty()) {
            return HttpAnswer.text(status, "", Map.of());
        }
        List<Event> all = events.events();
        Event event = !isBatch && all.size() == 1 ? all.get(0) : Event.of((Object) (long) all.size(), header);
        Map<CharSequence, String> fields = new LinkedHashMap<>();
        if (isBatch && reply.body() == null) {
            fields.put(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        for (Map.Entry<String, EventFunction<String>> entry : reply.headers().entrySet()) {
            fields.put(entry.getKey(), entry.getValue().apply(event));
        }
        EventFunction<String> template = reply.body();
        if (template != null) {
            return HttpAnswer.text(status, template.apply(event), fields);
        }
        return HttpAnswer.text(status, isBatch ? events.account() : "", fields);
    }

    /** Nobody waits for it any more: what is not in the queue never will be. */
    void abandon() {
        over = true;
        body.take();
        cancelTimer();
        loop.queue(resource.queue()).leave(this);
    }

    private void cancelTimer() {
        Future<?> running = timer;
        timer = null;
        if (running != null) {
            running.cancel(false);
        }
    }
}
