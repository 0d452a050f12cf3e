package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import kepu.search.find.SearchEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate search}: prints one line. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "find the texts that people chose for their questions, with the code that serves search")
final class SearchEvaluationCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Option(
            names = "--documents",
            required = true,
            paramLabel = "FILE",
            description = "JSON lines, gzip or plain: id, title, text")
    private Path documents = Path.of("");

    @Option(
            names = "--queries",
            required = true,
            paramLabel = "FILE",
            description = "the same: id, query, relevant (ids of documents)")
    private Path queries = Path.of("");

    @Override
    public Integer call() throws IOException {
        console.out().println(SearchEvaluation.of(documents, queries).line());
        console.out().flush();
        return 0;
    }
}
