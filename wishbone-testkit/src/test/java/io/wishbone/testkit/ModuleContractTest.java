package io.wishbone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ModuleContractTest {
    private record Contract(Supplier<Actor> maker, List<Event> unusableEvents) implements ModuleContract {
        @Override
        public Actor newModule() {
            return maker.get();
        }

        @Override
        public List<Event> samples(String inlet) {
            return List.of(Event.of("a"), Event.of("a"));
        }

        @Override
        public List<Event> unusable(String inlet) {
            return unusableEvents;
        }
    }

    private static ModuleContract of(Supplier<Actor> maker, Event... unusable) {
        return new Contract(maker, List.of(unusable));
    }

    /** Runs all tests of a contract as JUnit would; gives the names of those that fail. */
    private static List<String> failuresOf(ModuleContract contract) throws ReflectiveOperationException {
        List<String> failures = new ArrayList<>();
        for (Method test : ModuleContract.class.getMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                try {
                    test.invoke(contract);
                } catch (InvocationTargetException failure) {
                    failures.add(test.getName());
                }
            }
        }
        return failures;
    }

    @Nested
    class Accepts {
        @Test
        void aModuleThatIsRight() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.UpperCase::new, Event.of("bad")))).isEmpty();
        }

        @Test
        void aModuleThatGathers() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.Pack::new))).isEmpty();
        }
    }

    @Nested
    class Refuses {
        @Test
        void aModuleThatIgnoresDrain() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.IgnoresDrain::new)))
                    .contains(
                            "drains",
                            "takesItsSamplesOneByOne",
                            "takesItsSamplesInBulk",
                            "stopsWhileItsOutletsAreFull");
        }

        @Test
        void aModuleThatKeepsCompletions() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.KeepsCompletions::new)))
                    .containsExactlyInAnyOrder("takesItsSamplesOneByOne", "livesOnWhateverTheDataIs");
        }

        @Test
        void aModuleThatEndsCompletionsTwice() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.EndsCompletionsTwice::new)))
                    .containsExactlyInAnyOrder("takesItsSamplesOneByOne", "livesOnWhateverTheDataIs");
        }

        @Test
        void aModuleWhoseCloseNeedsAStart() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.ClosesOnlyWhatItStarted::new)))
                    .containsExactly("closesThoughItsStartFailedAtOnce");
        }

        @Test
        void aModuleThatCannotBeClosedInTheMidstOfItsWork() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.CannotCloseInTheMidst::new))).containsExactly("closesWithoutBeingDrained");
        }

        @Test
        void aModuleThatCannotReopen() throws ReflectiveOperationException {
            Supplier<Actor> maker = () -> new Actor() {
                {
                    inlet("inbox", event -> {});
                }

                @Override
                public void onReopen() {
                    throw new IllegalStateException("no such place");
                }
            };

            assertThat(failuresOf(of(maker))).containsExactly("worksOnAfterReopening");
        }

        @Test
        void aModuleThatCannotStart() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.CannotStart::new))).contains("closesAfterItsStart");
        }

        @Test
        void aModuleThatLeavesATimer() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.LeavesATimer::new))).contains("closesAfterItsStart");
        }

        @Test
        void aModuleThatFailsOnItsSamples() {
            ModuleContract contract = of(() -> new Actor() {
                {
                    inlet("inbox", event -> {
                        throw new IllegalStateException("no");
                    });
                }
            });

            assertThatThrownBy(contract::takesItsSamplesOneByOne)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("it failed on");
            assertThatThrownBy(contract::worksWithQueuesThatHoldOneEvent).isInstanceOf(AssertionError.class);
        }

        @Test
        void aModuleThatFailsWithoutAReason() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.FailsWithoutAReason::new, Event.of("b"))))
                    .containsExactlyInAnyOrder("livesOnWhateverTheDataIs", "failsWhatItCannotWorkOn");
        }

        @Test
        void aModuleThatTakesWhatItShouldFailOn() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.UpperCase::new, Event.of("fine"))))
                    .containsExactly("failsWhatItCannotWorkOn");
        }

        @Test
        void aModuleThatMeasuresByTheTimeOfDay() throws ReflectiveOperationException {
            assertThat(failuresOf(of(Modules.MeasuresByTheTimeOfDay::new))).containsExactly("bearsAClockThatJumps");
        }
    }
}
