package io.wishbone.router;

/**
 * A module could not start, for a reason in its environment such as a port in use. The cause is the module's own;
 * failures while the router rolled back are suppressed.
 */
public final class ModuleStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String module;

    /**
     * Made by routers and test kits.
     *
     * @param module the name of the module that could not start
     * @param cause the module's own
     */
    public ModuleStartException(String module, Throwable cause) {
        super("module \"" + module + "\" could not start: " + messageOf(cause), cause);
        this.module = module;
    }

    private static String messageOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    /** The name of the module that could not start. */
    public String module() {
        return module;
    }
}
