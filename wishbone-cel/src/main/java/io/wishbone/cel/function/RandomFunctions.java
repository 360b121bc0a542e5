package io.wishbone.cel.function;

import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Random values; none that a secret could be made of. <em>Thread-safe</em> if its generator is. */
public final class RandomFunctions implements ExpressionFunctions {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final RandomGenerator random;

    /** With the generators of the threads that ask. */
    public RandomFunctions() {
        this(() -> ThreadLocalRandom.current().nextLong());
    }

    /** With another generator. */
    public RandomFunctions(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<ExpressionFunction> functions() {
        return List.of(
                ExpressionFunction.builder("random")
                        .gives(ExpressionType.DOUBLE)
                        .meaning("a random number, 0.0 or more and less than 1.0")
                        .calls(arguments -> random.nextDouble()),
                ExpressionFunction.builder("uuid")
                        .gives(ExpressionType.STRING)
                        .meaning("a random UUID (version 4), which tells events apart and is no secret")
                        .calls(arguments -> uuid().toString()));
    }

    private UUID uuid() {
        long high = (random.nextLong() & ~0xf000L) | VERSION_4;
        long low = (random.nextLong() & ~0xc000000000000000L) | VARIANT;
        return new UUID(high, low);
    }
}
