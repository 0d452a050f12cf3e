package kepu.command;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that open ports. */
final class Ports {
    @Option(names = "--port", description = "public port (default: 8080; 0: a free one)")
    private @Nullable Integer port;

    @Option(names = "--management-port", description = "port of health and metrics (default: 8081; 0: a free one)")
    private @Nullable Integer managementPort;

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (port != null) {
            settings.put("http.port", port);
        }
        if (managementPort != null) {
            settings.put("management.port", managementPort);
        }
        return settings;
    }
}
