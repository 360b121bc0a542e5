package io.wishbone.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {
    private static String json(Object data) {
        String event = Event.of(data).toJson();
        String prefix = "{\"header\":{},\"data\":";
        assertThat(event).startsWith(prefix).endsWith("}").doesNotContain("\n");
        return event.substring(prefix.length(), event.length() - 1);
    }

    @Test
    void writesTheHeaderByModuleAndKey() {
        Event event = Event.of("x", Header.of("in", Map.of("port", 514))).withHeader("m", "ok", true);

        assertThat(event.toJson()).isEqualTo("{\"header\":{\"in\":{\"port\":514},\"m\":{\"ok\":true}},\"data\":\"x\"}");
        assertThat(event).hasToString(event.toJson());
    }

    @Nested
    class Bytes {
        @Test
        void becomeTextIfTheyAreUtf8() {
            assertThat(json("grün €😀".getBytes(UTF_8))).isEqualTo("\"grün €😀\"");
            assertThat(json(new byte[0])).isEqualTo("\"\"");
        }

        @Test
        void becomeBase64IfTheyAreNot() {
            assertThat(json(new byte[] {(byte) 0xc3, 0x28})).isEqualTo("{\"base64\":\"wyg=\"}");
            assertThat(json(new byte[] {(byte) 0xe2, (byte) 0x82})).isEqualTo("{\"base64\":\"4oI=\"}");
            assertThat(json(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})).isEqualTo("{\"base64\":\"7aCA\"}");
        }

        @Test
        void keepTheirFormInsideMaps() {
            assertThat(json(Map.of("raw", new byte[] {(byte) 0xff}))).isEqualTo("{\"raw\":{\"base64\":\"/w==\"}}");
        }
    }

    @Nested
    class Text {
        @Test
        void escapesQuotesBackslashesAndLineEnds() {
            assertThat(json("\"\\\n\r\t/")).isEqualTo("\"\\\"\\\\\\n\\r\\t/\"");
        }

        @Test
        void escapesEveryControlCharacter() {
            for (char c = 0; c < ' '; c++) {
                String written = json(String.valueOf(c));
                assertThat(written).as("U+%04x", (int) c).startsWith("\"\\").matches("[ -~]+");
            }
            assertThat(json("\u0000\u001f")).isEqualTo("\"\\u0000\\u001f\"");
        }

        @Test
        void escapesTheLineSeparatorsOfJavaScript() {
            assertThat(json("\u2028\u2029")).isEqualTo("\"\\u2028\\u2029\"");
        }

        @Test
        void escapesLoneSurrogatesAndKeepsPairs() {
            assertThat(json("\ud83d")).isEqualTo("\"\\ud83d\"");
            assertThat(json("\ude00")).isEqualTo("\"\\ude00\"");
            assertThat(json("\ude00\ud83d")).isEqualTo("\"\\ude00\\ud83d\"");
            assertThat(json("a\ud83dz")).isEqualTo("\"a\\ud83dz\"");
            assertThat(json("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
            assertThat(json("\ud83d\ud83d\ude00\ude00")).isEqualTo("\"\\ud83d\ud83d\ude00\\ude00\"");
        }

        @Test
        void escapesTheKeysOfMapsToo() {
            assertThat(json(Map.of("a\"\n", 1))).isEqualTo("{\"a\\\"\\n\":1}");
        }
    }

    @Nested
    class Numbers {
        @ParameterizedTest
        @CsvSource({"NaN", "Infinity", "-Infinity"})
        void thatJsonHasNotBecomeText(double value) {
            assertThat(json(value)).isEqualTo("\"" + value + "\"");
            assertThat(json((float) value)).isEqualTo("\"" + value + "\"");
        }

        @Test
        void keepTheirForm() {
            assertThat(json(List.of(-1, 2L, 0.5, 1.5e300, new BigDecimal("1E+3"))))
                    .isEqualTo("[-1,2,0.5,1.5E300,1E+3]");
        }
    }

    @Nested
    class NumbersOfOtherClasses {
        @Test
        void becomeText() {
            DoubleAdder adder = new DoubleAdder();
            adder.add(Double.NaN);

            assertThat(json(adder)).isEqualTo("\"NaN\"");
        }
    }

    @Nested
    class Structures {
        private record Point(int x, int y) implements Structured {
            @Override
            public Map<String, Object> toMap() {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("x", x);
                fields.put("y", y);
                return fields;
            }
        }

        @Test
        void keepTheirShape() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("list", Arrays.asList(1, null, "x", true));
            map.put("empty", Map.of());
            map.put("none", List.of());
            map.put("point", new Point(1, 2));

            assertThat(json(map))
                    .isEqualTo("{\"list\":[1,null,\"x\",true],\"empty\":{},\"none\":[],\"point\":{\"x\":1,\"y\":2}}");
        }

        @Test
        void thatAreUnknownBecomeText() {
            assertThat(json('c')).isEqualTo("\"c\"");
            assertThat(json(OverWhat.ALL)).isEqualTo("\"ALL\"");
        }

        @Test
        void thatIterateOverThemselvesBecomeText() {
            assertThat(json(Path.of("a"))).isEqualTo("\"a\"");
        }

        private enum OverWhat {
            ALL
        }

        @Test
        void areCutAtADepthOf64() {
            List<Object> nested = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                nested = new ArrayList<>(List.of(nested));
            }

            assertThat(json(nested)).isEqualTo("[".repeat(63) + "\"(nested deeper than 64 levels)\"" + "]".repeat(63));
        }

        @Test
        void thatContainThemselvesEnd() {
            Map<String, Object> loop = new LinkedHashMap<>();
            loop.put("self", loop);

            assertThat(json(loop)).contains("nested deeper").hasSizeLessThan(1000);
        }
    }
}
