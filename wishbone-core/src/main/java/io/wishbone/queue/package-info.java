/**
 * The bounded queue that a connection between two modules is: a lock-free ring, a gate that stops the producer between
 * two watermarks, and counters that never lose an event.
 *
 * <p>Start with {@link io.wishbone.queue.EventQueue}. This is the only package that names JCTools.
 *
 * <pre>{@code
 * EventQueue queue = EventQueue.builder("a.outbox -> b.inbox").consumer(b::wake).producer(a::wake).build();
 * QueueProducer producer = queue.producer(0);
 * producer.offer(event);    // never blocks
 * producer.publish();       // once a batch: wakes the consumer
 * if (!producer.isOpen()) { } // take nothing more until woken and tryOpen() says so
 * Event next = queue.poll();
 * queue.publishPolled();    // once a batch: lets a waiting producer go on
 * }</pre>
 */
@NullMarked
package io.wishbone.queue;

import org.jspecify.annotations.NullMarked;
