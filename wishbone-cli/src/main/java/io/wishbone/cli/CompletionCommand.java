package io.wishbone.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script by which a shell completes verbs and options. */
@Command(
        name = "completion",
        description = "Print a script by which a shell completes verbs and options.",
        footer = {
            "",
            "Such as:",
            "  source <(wishbone completion bash)",
            "  wishbone completion zsh > ~/.wishbone-completion   and in ~/.zshrc: source ~/.wishbone-completion"
        })
final class CompletionCommand extends Verb {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    /** What completes. */
    enum Shell {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        if (shell == Shell.ZSH) {
            out().println("autoload -U +X compinit && compinit");
            out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        out().print(AutoComplete.bash("wishbone", Main.commandLine()));
        return ExitCode.DONE;
    }
}
