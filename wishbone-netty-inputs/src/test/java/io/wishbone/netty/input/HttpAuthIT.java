package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may send. */
class HttpAuthIT {
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path dir = Path.of("");

    private static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(dir.resolve(name), List.of(lines));
    }

    private static HttpRig start(@Nullable Path passwords, List<String> tokens, @Nullable Path tokenFile) {
        return HttpRig.start(config -> config.resource(HttpResource.builder("/")
                        .auth(new HttpAuth(passwords, tokens, tokenFile, "test"))
                        .build())
                .resource(HttpResource.builder("/open").queue("outbox").build()));
    }

    private static int post(HttpRig rig, String authorization) throws Exception {
        return rig.post("/", "x", "Authorization", authorization).statusCode();
    }

    @Test
    void isAskedFor() throws Exception {
        try (HttpRig rig = start(file("users", "ann:" + hash("secret")), List.of(TOKEN), null)) {
            HttpResponse<String> answer = rig.post("/", "x");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .contains("Basic realm=\"test\", charset=\"UTF-8\", Bearer realm=\"test\"");
            assertThat(rig.post("/open", "x").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void isProvedByAPassword() throws Exception {
        Path users = file("users", "# people", "", "ann:" + hash("s:cr\u00e9t"), "bob:" + hash("other"));
        try (HttpRig rig = start(users, List.of(), null)) {
            assertThat(post(rig, basic("ann", "s:cr\u00e9t"))).isEqualTo(202);
            assertThat(rig.firstHeader()).containsEntry("user", "ann");
            assertThat(post(rig, basic("ann", "s:cr\u00e9t"))).isEqualTo(202);
            assertThat(post(rig, basic("bob", "s:cr\u00e9t"))).isEqualTo(401);
            assertThat(post(rig, basic("eve", "s:cr\u00e9t"))).isEqualTo(401);
            assertThat(post(rig, basic("ann", ""))).isEqualTo(401);
            assertThat(post(rig, basic("ann", "x".repeat(100)))).isEqualTo(401);
            assertThat(post(rig, "Basic ???")).isEqualTo(401);
            assertThat(post(rig, "Basic")).isEqualTo(401);
            assertThat(post(rig, "Digest x")).isEqualTo(401);
            assertThat(post(rig, "Bearer " + TOKEN)).isEqualTo(401);
            assertThat(rig.metric("refused_401_total")).isEqualTo(8);
        }
    }

    @Test
    void isProvedByATokenUntilThatExpires() throws Exception {
        Path tokens = file(
                "tokens",
                "ci file-token-of-ci",
                "new file-token-of-new 2999-12-31T00:00:00Z",
                "old file-token-of-old 2020-01-01T00:00:00Z");
        try (HttpRig rig = start(null, List.of(TOKEN), tokens)) {
            assertThat(post(rig, "Bearer " + TOKEN)).isEqualTo(202);
            assertThat(post(rig, "bearer file-token-of-ci")).isEqualTo(202);
            assertThat(post(rig, "Bearer file-token-of-new")).isEqualTo(202);
            assertThat(post(rig, "Bearer file-token-of-old")).isEqualTo(401);
            assertThat(post(rig, "Bearer nobody")).isEqualTo(401);
            assertThat(post(rig, basic("ann", "x"))).isEqualTo(401);
            rig.awaitEvents(3);
            assertThat(rig.collector.events())
                    .extracting(event -> event.header("in", "user"))
                    .containsExactly("token-1", "ci", "new");
        }
    }

    @Test
    void isReadAgainWhenTheRouterReopens() throws Exception {
        Path tokens = file("tokens", "ci file-token-of-ci");
        try (HttpRig rig = start(null, List.of(), tokens)) {
            assertThat(post(rig, "Bearer file-token-of-ci")).isEqualTo(202);
            file("tokens", "ci file-token-renewed");
            rig.router.reopen();
            Awaitility.await().until(() -> post(rig, "Bearer file-token-renewed") == 202);
            assertThat(post(rig, "Bearer file-token-of-ci")).isEqualTo(401);
        }
    }

    @Test
    void refusesManyPasswordsAtATime() throws Exception {
        Path users = file("users", "ann:" + BCrypt.withDefaults().hashToString(8, "secret".toCharArray()));
        try (HttpRig rig = start(users, List.of(), null)) {
            String wrong = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nAuthorization: " + basic("ann", "wrong")
                    + "\r\n\r\n";
            for (int i = 0; i < 100; i++) {
                rig.connect().send(wrong);
            }
            Awaitility.await().until(() -> rig.metric("refused_401_total") + rig.metric("refused_503_total") == 100);
            assertThat(post(rig, basic("ann", "secret"))).isEqualTo(202);
        }
    }

    @Test
    void isNotKeptFromBodiesThatComeAtOnceByHttp2() throws Exception {
        try (HttpRig rig = start(file("users", "ann:" + hash("secret")), List.of(), null)) {
            Peer peer = Frames.begin(rig.connect());
            peer.send(Frames.frame(Frames.HEADERS, Frames.END_HEADERS, 1, Frames.POST));
            peer.send(Frames.frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x'));
            rig.awaitMetric("refused_401_total", 1);
            assertThat(rig.collector.count()).isZero();
        }
    }

    @Test
    void doesNotStartWithFilesThatAreNone() throws Exception {
        Path bad = file("users", "ann:" + hash("x"), "bob:plain");
        assertThatThrownBy(() -> start(bad, List.of(), null))
                .hasStackTraceContaining(bad + ", line 2: no user and bcrypt hash");
        Path expired = file("tokens", "ci file-token-of-ci yesterday");
        assertThatThrownBy(() -> start(null, List.of(), expired)).hasStackTraceContaining("line 1: \"yesterday\"");
        assertThatThrownBy(() -> start(dir.resolve("none"), List.of(), null))
                .hasStackTraceContaining("there is no file");
    }
}
