package io.wishbone.cli.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the fields of Python's events are in those of this one. <em>Confined to the thread that translates.</em> What
 * every event of Python's has, and fields beside {@code data}, go under {@code header.event}.
 */
final class EventFields {
    /** The name in the header below which an event's own fields are. */
    static final String EVENT = "event";

    private static final String HEADER = "header";
    private static final String ERROR = "error";
    private static final Set<String> STAMPS = Set.of("uuid", "timestamp", "tags");
    private static final Set<String> INNER = Set.of("version", "bulk", "cloned", "ttl", "uuid_previous");
    private static final String HTTP = "wishbone.input.http";
    private static final Map<String, String> HTTP_KEYS = Map.of(
            "http_user_agent", "user_agent",
            "path_info", "path",
            "query_string", "query",
            "remote_addr", "remote_address",
            "remote_port", "remote_port",
            "request_method", "method",
            "content_type", "content_type",
            "http_host", "host",
            "server_port", "local_port");

    private static final List<String> DATA = List.of("data");

    private final Map<String, String> kinds = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> stamps = new TreeSet<>();
    private List<String> data = DATA;
    private boolean readsData;

    /** Tells of a module, and what it becomes. */
    void addModule(String name, String kind) {
        kinds.put(name, kind);
    }

    /** Tells of a path that a module writes to. */
    void addWritten(String path) {
        written.add(split(path).get(0));
    }

    /**
     * Has templates find the data of events elsewhere, as where a part of it has taken its place.
     *
     * @param place where it is; empty for where it always is
     */
    void moveData(List<String> place) {
        data = place.isEmpty() ? DATA : place;
        readsData = false;
    }

    boolean isDataMoved() {
        return !data.equals(DATA);
    }

    /** Whether something has read data since it was moved. */
    boolean hasReadData() {
        return readsData;
    }

    /** Those fields that every event of Python's has, as far as the file names them. */
    Set<String> stamps() {
        return stamps;
    }

    /** The field of an event's own that an input gives it. */
    static List<String> stamp(String name) {
        return List.of(HEADER, EVENT, name);
    }

    /** A path of Python's, such as {@code @data.user.name}, as one that arguments take here. */
    String path(String path) throws UntranslatableException {
        List<String> segments = segments(path);
        if (segments.get(0).equals(HEADER) && segments.size() < 3) {
            throw new UntranslatableException(
                    "\"" + path + "\" is all that modules noted (expected: a key of it, such as tmp.MODULE.KEY)");
        }
        return Cel.field(segments).text();
    }

    List<String> segments(String path) throws UntranslatableException {
        List<String> segments = split(path);
        // Before 2.0 a lookup named an entry of the header by instance.header.key.
        return segments.size() == 3 && segments.get(1).equals(HEADER)
                ? List.of(HEADER, segments.get(0), segments.get(2))
                : segments(segments, false);
    }

    private static List<String> split(String path) {
        return List.of(path.strip().split("\\.", -1));
    }

    /**
     * The segments of a path.
     *
     * @param isRead whether a field that no module writes is a mistake
     */
    List<String> segments(List<String> path, boolean isRead) throws UntranslatableException {
        String root = path.get(0).startsWith("@") ? path.get(0).substring(1) : path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (root.equals("data")) {
            readsData = true;
            return joined(isRead ? data : DATA, rest);
        }
        if (root.equals("tmp") || root.equals(HEADER)) {
            return joined(List.of(HEADER), ofModule(rest));
        }
        if (root.equals("errors")) {
            return error(rest);
        }
        if (STAMPS.contains(root)) {
            stamps.add(root);
        } else if (INNER.contains(root)) {
            throw new UntranslatableException("events have no \"" + root + "\" here");
        } else if (isRead && !written.contains(root)) {
            throw new UntranslatableException("there is no variable \"" + root
                    + "\" (expected: data, tmp, errors, tags, timestamp, uuid or what a module of the file writes)");
        }
        return joined(stamp(root), rest);
    }

    private static List<String> error(List<String> rest) throws UntranslatableException {
        if (rest.size() != 1) {
            throw noItem();
        }
        return List.of(HEADER, rest.get(0), ERROR);
    }

    /** Refuses to take an item of what is no list here. */
    static void checkItem(List<String> segments) throws UntranslatableException {
        if (segments.size() == 3
                && segments.get(0).equals(HEADER)
                && segments.get(2).equals(ERROR)) {
            throw noItem();
        }
    }

    private static UntranslatableException noItem() {
        return new UntranslatableException("an error is a map here, not a list of line, type and message"
                + " (write instead: header.MODULE.error.message, or .type)");
    }

    private List<String> ofModule(List<String> rest) throws UntranslatableException {
        String module = rest.isEmpty() ? "" : rest.get(0);
        if (!HTTP.equals(kinds.get(module)) || rest.size() < 2) {
            return rest;
        }
        String key = rest.get(rest.size() - 1);
        String own = rest.get(1).equals("env") && rest.size() == 3 ? HTTP_KEYS.get(key) : null;
        if (own == null) {
            throw new UntranslatableException("an HTTP input does not note \""
                    + rest.stream().skip(1).collect(Collectors.joining("."))
                    + "\" here (expected: \"wishbone show input.http\" lists what is in header." + module + ")");
        }
        return List.of(module, own);
    }

    private static List<String> joined(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }
}
