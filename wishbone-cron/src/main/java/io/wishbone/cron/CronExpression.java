package io.wishbone.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The times on clock and calendar that a cron expression names, whatever the time zone. <em>Immutable.</em> Of the
 * classes here only this one knows the library that reads expressions.
 */
final class CronExpression {
    /** What an expression looks like, for messages. */
    static final String EXPECTED = "five fields such as \"*/15 8-17 * * MON-FRI\", or @daily and the like";

    private static final int LONGEST = 1_000;
    private static final String ANY = "*";
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final CronDefinition UNIX = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

    private static final Map<String, String> NICKNAMES = new TreeMap<>(Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *"));

    /** A field's name and what it may have. */
    private record Field(String name, String values) {}

    private static final List<Field> FIELDS = List.of(
            new Field("minute", "0 to 59"),
            new Field("hour", "0 to 23"),
            new Field("day of the month", "1 to 31"),
            new Field("month", "1 to 12 or JAN to DEC"),
            new Field("day of the week", "0 to 7 or SUN to SAT, 0 and 7 being Sunday"));

    private final ExecutionTime times;
    private final boolean isPeriodic;

    private CronExpression(ExecutionTime times, boolean isPeriodic) {
        this.times = times;
        this.isPeriodic = isPeriodic;
    }

    /**
     * Reads an expression.
     *
     * @throws CronSyntaxException if it is none, or names no time at all
     */
    static CronExpression parse(String text) {
        if (text.length() > LONGEST) {
            throw new CronSyntaxException("up to " + LONGEST + " characters, not " + text.length());
        }
        List<MatchResult> words = WORD.matcher(text).results().toList();
        if (words.size() == 1 && words.get(0).group().startsWith("@")) {
            return ofFields(
                    WORD.matcher(fieldsOf(words.get(0).group())).results().toList());
        }
        if (words.size() != FIELDS.size()) {
            throw new CronSyntaxException(
                    EXPECTED + "; the fields are minute, hour, day of the month, month and day of the"
                            + " week, and this has " + words.size());
        }
        return ofFields(words);
    }

    private static String fieldsOf(String nickname) {
        String fields = NICKNAMES.get(nickname);
        if (fields == null) {
            throw new CronSyntaxException("five fields, or one of " + String.join(", ", NICKNAMES.keySet()));
        }
        return fields;
    }

    private static CronExpression ofFields(List<MatchResult> words) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String field = words.get(i).group();
            checkAlone(i, field, words.get(i).start() + 1);
            fields.add(field);
        }
        CronExpression expression =
                new CronExpression(timesOf(fields), isPeriodic(fields.get(0)) || isPeriodic(fields.get(1)));
        // The calendar repeats itself after 400 years, but what does not come in a leap year never does.
        if (expression.after(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new CronSyntaxException("a time that comes; no such month has a day " + fields.get(2));
        }
        return expression;
    }

    private static boolean isPeriodic(String field) {
        return field.startsWith(ANY);
    }

    /** Reads a field as if it were the only one, so that a message can say which is wrong. */
    private static void checkAlone(int index, String field, int column) {
        List<String> fields = new ArrayList<>(List.of(ANY, ANY, ANY, ANY, ANY));
        fields.set(index, field);
        try {
            timesOf(fields);
        } catch (IllegalArgumentException e) {
            Field expected = FIELDS.get(index);
            throw new CronSyntaxException(
                    "for the " + expected.name() + " at column " + column + ": " + expected.values()
                            + ", *, or lists, ranges and steps such as 1,4 or 1-5 or */2, not \"" + field + "\"");
        }
    }

    private static ExecutionTime timesOf(List<String> fields) {
        return ExecutionTime.forCron(new CronParser(UNIX).parse(String.join(" ", fields)));
    }

    /** The first time after another one. */
    Optional<LocalDateTime> after(LocalDateTime time) {
        // A zone without offset or summer time is the plain calendar.
        return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    /** Whether it names every so many minutes or hours rather than fixed times of a day: minute or hour has a star. */
    boolean isPeriodic() {
        return isPeriodic;
    }
}
