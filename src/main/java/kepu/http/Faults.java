package kepu.http;

import io.vertx.json.schema.OutputUnit;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import kepu.base.Failure;

/** What a schema's validator found, as those who write clients are told. */
final class Faults {
    private static final int MOST = 20;

    private Faults() {}

    /** What an output says, as pointers and Chinese; empty when it is valid. */
    static List<Failure.Fault> of(OutputUnit output) {
        if (output.getValid()) {
            return List.of();
        }
        List<OutputUnit> errors = output.getErrors() == null ? List.of(output) : output.getErrors();
        List<OutputUnit> own = errors.stream().filter(error -> !isFrame(error)).toList();
        List<Failure.Fault> faults = withoutEchoes(own).stream()
                .map(error -> new Failure.Fault(pointer(error), Saying.of(error)))
                .distinct()
                .limit(MOST)
                .toList();
        return faults.isEmpty() ? List.of(new Failure.Fault("", "内容不符合接口说明")) : faults;
    }

    /** Errors that only say that an error lies deeper. */
    private static boolean isFrame(OutputUnit error) {
        String keyword = Saying.keyword(error);
        return keyword.equals("$ref") || keyword.equals("properties") || keyword.equals("items");
    }

    /** The validator calls a known property additional when its value has a fault; that fault is told, the echo is not. */
    private static List<OutputUnit> withoutEchoes(List<OutputUnit> errors) {
        NavigableSet<String> pointers = new TreeSet<>();
        Set<String> others = new HashSet<>();
        for (OutputUnit error : errors) {
            pointers.add(pointer(error));
            if (!isAdditional(error)) {
                others.add(pointer(error));
            }
        }
        return errors.stream()
                .filter(error -> {
                    String below = pointer(error) + "/";
                    String next = pointers.ceiling(below);
                    boolean echoes = others.contains(pointer(error)) || next != null && next.startsWith(below);
                    return !isAdditional(error) || !echoes;
                })
                .toList();
    }

    private static boolean isAdditional(OutputUnit error) {
        return Saying.keyword(error).equals("additionalProperties");
    }

    private static String pointer(OutputUnit error) {
        String location = error.getInstanceLocation() == null ? "" : error.getInstanceLocation();
        return location.startsWith("#") ? location.substring(1) : location;
    }
}
