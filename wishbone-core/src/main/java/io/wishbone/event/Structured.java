package io.wishbone.event;

import java.util.Map;

/** Data with named fields, such as a log record or a metric, that the JSON form of an event shows as an object. */
public interface Structured {
    /** The fields by name, in the order in which they are to be shown. Values as {@link Event#toJson} takes them. */
    Map<String, Object> toMap();
}
