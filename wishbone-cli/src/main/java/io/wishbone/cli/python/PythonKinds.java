package io.wishbone.cli.python;

import io.wishbone.module.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** The table of the modules of Python's Wishbone, by group and name: what each became. */
final class PythonKinds {
    static final String STDOUT = "wishbone.output.stdout";

    private static final Pattern PREFIX = Pattern.compile(
            "^(wishbone(_contrib|_external)?\\.module\\.|wishbone\\.builtin\\.|wishbone(_contrib|_external)?\\.)");
    private static final Pattern OLDER = Pattern.compile("^wishbone(\\.builtin|\\.module|_contrib|_external)\\..*");

    private static final String HAND = "write instead: a module of your own, see docs/writing-a-module.md";
    private static final String BULK = "one list is the only bulk";
    private static final String LOOKS = "standard output has one look";

    private static final Map<String, PythonKind> KINDS = new TreeMap<>();

    static {
        inputs();
        flow();
        processes();
        outputs();
        withoutSuccessor();
    }

    private PythonKinds() {}

    /** The kind of a name as files have it, such as {@code wishbone.module.input.generator}. */
    static Optional<PythonKind> find(String name) {
        return Optional.ofNullable(KINDS.get(PREFIX.matcher(name).replaceFirst("")));
    }

    /** Whether a name is spelled as only Python's modules were. */
    static boolean isOlder(String name) {
        return OLDER.matcher(name).matches();
    }

    /** A hint to append to a message about an unknown name. */
    static String hint(String name) {
        return NearestName.find(PREFIX.matcher(name).replaceFirst(""), KINDS.keySet())
                .map(near -> " (did you mean \"wishbone." + near + "\"?)")
                .orElse(" (" + HAND + ")");
    }

    private static void add(String name, PythonKind.Builder kind) {
        KINDS.put(name, kind.build());
    }

    private static PythonKind.Builder input(String successor) {
        return PythonKind.of(successor).input().rules(PythonArguments.ofInputs());
    }

    private static PythonKind.Builder output(String successor) {
        return PythonKind.of(successor).rules(PythonArguments.ofOutputs());
    }

    private static void inputs() {
        add(
                "input.generator",
                input("wishbone.input.generator")
                        .rule("payload", PythonArguments::payload)
                        .same("interval")
                        .otherwise("payload", "test"));
        add(
                "input.testevent",
                input("wishbone.input.generator")
                        .rule("message", PythonArguments::payload)
                        .rule("payload", PythonArguments::payload)
                        .rule("numbered", PythonArguments::numbered)
                        .rule("additional_values", PythonArguments::additional)
                        .same("interval")
                        .otherwise("payload", "test"));
        add(
                "input.cron",
                input("wishbone.input.cron")
                        .rule("payload", PythonArguments::templatePayload)
                        .same("cron")
                        .otherwise("cron", "*/10 * * * *")
                        .otherwise("payload", "wishbone"));
        add(
                "input.tcp",
                input("wishbone.input.tcp")
                        .same("address", "port", "reuse_port")
                        .rule("delimiter", PythonEndpoints::delimiter)
                        .rule("max_connections", PythonEndpoints::connections)
                        .otherwise("address", "0.0.0.0")
                        .otherwise("port", "19283"));
        add(
                "input.udp",
                input("wishbone.input.udp")
                        .same("address", "port", "reuse_port")
                        .otherwise("address", "0.0.0.0")
                        .otherwise("port", "19283"));
        for (String name : new String[] {"input.http", "input.httpserver"}) {
            add(name, http());
        }
    }

    private static PythonKind.Builder http() {
        PythonKind.Builder kind = input("wishbone.input.http")
                .same("address", "port")
                .rule("poolsize", PythonEndpoints::connections)
                .rule("so_reuseport", Rule.same("reuse_port"))
                .rule("delimiter", Rule.kept())
                .rule("resource", (module, argument, value) -> module.keep(argument, value))
                .rule(
                        "htpasswd",
                        Rule.lost(
                                "{}",
                                "passwords are in a file (write instead: auth: {passwords: FILE} of a"
                                        + " resource, a file as \"htpasswd -B\" makes it)"))
                .otherwise("address", "0.0.0.0")
                .otherwise("port", "19283")
                .end(PythonEndpoints::resources);
        for (String file : new String[] {"keyfile", "certfile", "ca_certs", "ssl_key", "ssl_cert", "ssl_cacerts"}) {
            kind.rule(file, Rule.kept());
        }
        return kind;
    }

    private static void flow() {
        add(
                "flow.fanout",
                PythonKind.of("wishbone.flow.fanout")
                        .rule("deep_copy", Rule.harmless("events do not change, so copies share what they have"))
                        .rule("clone", Rule.harmless("events do not change, so copies share what they have")));
        add("flow.funnel", PythonKind.of("wishbone.flow.funnel"));
        add(
                "flow.roundrobin",
                PythonKind.of("wishbone.flow.roundrobin").rule("randomize", (module, argument, value) -> {
                    if (Nodes.bool(value).orElse(false)) {
                        module.set("mode", Nodes.text(value, "random"));
                    }
                }));
        add(
                "flow.acknowledge",
                PythonKind.of("wishbone.flow.acknowledge")
                        .rule("ack_id", Rule.expression("id"))
                        .otherwise("id", "data"));
        add(
                "flow.fresh",
                PythonKind.of("wishbone.flow.fresh")
                        .same("timeout", "repeat_interval")
                        .rule("timeout_payload", PythonArguments.text("timeout_payload"))
                        .rule("recovery_payload", PythonArguments.text("recovery_payload")));
        add(
                "flow.queueselect",
                PythonKind.of("wishbone.flow.queueselect")
                        .rule("templates", PythonArguments::queues)
                        .rule("log_matching", Rule.harmless("what matches is not logged"))
                        .otherwise("queue", "[]"));
        add(
                "flow.switch",
                PythonKind.of("wishbone.flow.switch").same("outgoing").otherwise("outgoing", "outbox"));
        add("flow.ttl", PythonKind.of("wishbone.flow.ttl").same("ttl").otherwise("ttl", "1"));
        for (String name : new String[] {"flow.tippingbucket", "process.pack", "flow.pack"}) {
            add(name, pack());
        }
        for (String name : new String[] {"process.unpack", "flow.unpack"}) {
            add(name, PythonKind.of("wishbone.flow.unpack").otherwise("content", "events"));
        }
    }

    private static PythonKind.Builder pack() {
        return PythonKind.of("wishbone.flow.pack")
                .rule("bucket_size", Rule.same("max_events"))
                .rule("bucket_age", Rule.same("max_age"))
                .rule(
                        "aggregation_key",
                        Rule.lost(
                                "default",
                                BULK + " (write instead: a wishbone.flow.queueselect"
                                        + " before several wishbone.flow.pack)"))
                .end((module, at) -> {
                    if (module.work().unpacks()) {
                        module.set("content", Nodes.text(at, "events"));
                    } else {
                        module.work()
                                .notes()
                                .loss(
                                        at,
                                        "module \"" + module.name() + "\": a bulk is a list of data here, which outputs"
                                                + " write as JSON; Python's joined it by line ends (write instead: behind"
                                                + " it a wishbone.process.modify with join: {field: data, separator:"
                                                + " \"\\n\"})");
                    }
                });
    }

    private static void processes() {
        for (String name : new String[] {"process.modify", "function.modify"}) {
            add(
                    name,
                    PythonKind.of("wishbone.process.modify")
                            .rule("expressions", PythonOperations::expressions)
                            .end(PythonKinds::noOperations));
        }
        String files = "templates in files are not read (write instead: a template here)";
        for (String name : new String[] {"process.template", "function.template"}) {
            add(
                    name,
                    PythonKind.of("wishbone.process.modify")
                            .rule("templates", PythonOperations::templates)
                            .rule("location", Rule.lost("", files))
                            .rule("template", Rule.lost("", files))
                            .rule("header_templates", Rule.lost("", files))
                            .end(PythonKinds::noOperations));
        }
        for (String name : new String[] {"function.header", "flow.header"}) {
            add(name, PythonKind.of("wishbone.process.header").same("header"));
        }
        for (String format : new String[] {"json", "msgpack"}) {
            conversions(format);
        }
        for (String name : new String[] {
            "encode.humanlogformat", "process.humanlogformat", "logging.humanlogformatter", "logging.humanlogformat"
        }) {
            add(
                    name,
                    PythonKind.of("wishbone.encode.humanlogformat")
                            .rule("colorize", Rule.same("colors"))
                            .same("ident")
                            .otherwise("colors", "true"));
        }
        for (String name : new String[] {"encode.graphite", "metrics.graphite", "process.graphite"}) {
            add(
                    name,
                    PythonKind.of("wishbone.encode.graphite")
                            .rule("prefix", Rule.template("prefix"))
                            .same("source")
                            .rule(
                                    "script",
                                    Rule.lost(
                                            "false",
                                            "the name of a script is no level of paths (write"
                                                    + " instead: the name in prefix)")));
        }
    }

    private static void conversions(String format) {
        for (String direction : new String[] {"encode", "decode"}) {
            add(direction + "." + format, conversion(PythonKind.of("wishbone.process." + direction), format));
        }
        add(
                "function." + format,
                conversion(PythonKind.of("wishbone.process.decode"), format)
                        .rule("mode", PythonArguments::mode)
                        .rule("schema", Rule.lost("", "data is not held against a schema (" + HAND + ")")));
    }

    private static PythonKind.Builder conversion(PythonKind.Builder kind, String format) {
        String whole = "all of the data is converted (write instead: json_encode or json_decode in a"
                + " wishbone.process.modify)";
        return kind.rule("source", Rule.lost("@data", whole))
                .rule("destination", Rule.lost("@data", whole))
                .rule("sort_keys", Rule.lost("false", "keys stay in their order"))
                .otherwise("protocol", format);
    }

    private static void noOperations(PythonModule module, Node at) {
        if (!module.arguments().containsKey("operations")) {
            module.set("operations", Nodes.list(at, List.of()));
        }
    }

    private static void outputs() {
        PythonKind.Builder stdout = output(STDOUT)
                .rule("prefix", Rule.template("prefix"))
                .rule("complete", PythonArguments::complete)
                .rule("counter", Rule.lost("false", "lines are not numbered"))
                .rule("pid", Rule.lost("false", "the process is not told (write instead: a prefix)"));
        for (String look : new String[] {"colorize", "foreground_color", "background_color", "color_style"}) {
            stdout.rule(look, Rule.harmless(LOOKS));
        }
        add("output.stdout", stdout);
        add("output.null", output("wishbone.output.null"));
        add(
                "output.tcp",
                output("wishbone.output.tcp")
                        .rule("host", Rule.kept())
                        .rule("port", Rule.kept())
                        .rule("timeout", Rule.same("connect_timeout"))
                        .rule("delimiter", PythonEndpoints::delimiter)
                        .end(PythonEndpoints::endpoint));
        add(
                "output.udp",
                output("wishbone.output.udp")
                        .rule("host", Rule.kept())
                        .rule("port", Rule.kept())
                        .rule("delimiter", PythonEndpoints::datagramDelimiter)
                        .end(PythonEndpoints::endpoint));
        add("output.http", httpOutput());
        add("output.file", file());
        add(
                "output.syslog",
                output("wishbone.output.syslog")
                        .rule("level", Rule.same("severity"))
                        .rule("ident", Rule.same("app_name")));
    }

    private static PythonKind.Builder httpOutput() {
        PythonKind.Builder kind = output("wishbone.output.http")
                .rule("url", Rule.template("url"))
                .rule("method", Rule.template("method"))
                .rule("allow_redirects", PythonEndpoints::redirects)
                .rule("timeout", Rule.same("timeout"))
                .rule("pool_size", Rule.same("max_connections"))
                .rule("verify_ssl", (module, argument, value) -> {
                    if (!Nodes.bool(value).orElse(true)) {
                        module.set("tls", Nodes.map(value, "verify", Nodes.bool(value, false)));
                    }
                })
                .otherwise("url", "http://localhost:19283")
                .otherwise("method", "PUT")
                .otherwise("timeout", "10")
                .end(PythonEndpoints::request);
        for (String name : new String[] {"username", "password"}) {
            kind.rule(name, Rule.kept());
        }
        Rule template = (module, argument, value) -> {
            if (!Nodes.isNull(value)) {
                module.keep(argument, module.templateNode(value));
            }
        };
        return kind.rule("content_type", template)
                .rule("accept", template)
                .rule("additional_headers", (module, argument, value) -> module.keep(argument, Nodes.literal(value)));
    }

    private static PythonKind.Builder file() {
        String around = "nothing is written around an event (write instead: a wishbone.process.template before it)";
        return output("wishbone.output.file")
                .rule("location", Rule.kept())
                .rule("directory", Rule.kept())
                .rule("filename", Rule.kept())
                .rule("prefix", Rule.lost("", around))
                .rule("suffix", Rule.lost("", around))
                .rule("timestamp", Rule.lost("false", around))
                .rule("overwrite", Rule.lost("false", "a file is appended to"))
                .rule(
                        "complete",
                        Rule.lost(
                                "false",
                                "a whole event is not written as Python's (write instead: the" + " protocol wishbone)"))
                .end(PythonEndpoints::path);
    }

    private static void withoutSuccessor() {
        none(
                "input.dictgenerator",
                "write instead: a wishbone.input.generator, and a wishbone.process.modify behind it");
        none("input.disk", "write instead: a wishbone.output.deadletter, and \"wishbone replay\"");
        none("output.disk", "write instead: a wishbone.output.deadletter, and \"wishbone replay\"");
        none("input.namedpipe", "write instead: a wishbone.input.unix");
        none("input.uds", "write instead: a wishbone.input.unix or wishbone.input.unix_datagram");
        none("output.uds", "write instead: a wishbone.output.unix or wishbone.output.unix_datagram");
        none("input.httpclient", HAND);
        none("output.sse", HAND);
        none(
                "flow.count",
                "write instead: a wishbone.flow.count, which counts by a key, behind a wishbone.flow.filter");
        none("flow.match", "write instead: a wishbone.flow.queueselect with rules");
        none("flow.jq", "write instead: a wishbone.flow.queueselect with rules");
        none("flow.deserialize", "write instead: a protocol of the input, or a wishbone.flow.unpack");
        none("flow.loglevelfilter", "write instead: a wishbone.flow.filter with a condition on data.level");
        none("logging.loglevelfilter", "write instead: a wishbone.flow.filter with a condition on data.level");
        none("encode.influxdb", "write instead: a wishbone.process.template");
        for (String broker : new String[] {"amqp", "gearman", "mongodb", "zmq_topic", "zmq_pull", "inotify"}) {
            none("input." + broker, HAND);
        }
        for (String server :
                new String[] {"amqp", "elasticsearch", "email", "gearman", "mongodb", "zmq_topic", "zmq_push", "twitter"
                }) {
            none("output." + server, HAND);
        }
    }

    private static void none(String name, String advice) {
        KINDS.put(name, PythonKind.none(advice));
    }
}
