package io.wishbone.cli.python;

/** What a translation has to know of the modules that there are here. */
public interface NativeKinds {
    /** Whether there is a kind of module of this name. */
    boolean has(String name);

    /** Whether there is a kind of module of this name, and it has an argument of that one. */
    boolean takes(String name, String argument);
}
