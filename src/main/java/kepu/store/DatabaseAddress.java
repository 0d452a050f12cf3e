package kepu.store;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import kepu.config.ConfigException;

/** Where a PostgreSQL is and who we are there. {@code name} is what a person knows it by, without the password. */
public record DatabaseAddress(String host, int port, String database, String user, String password, String name) {
    private static final int DEFAULT_PORT = 5432;

    /** One that is known by its address. */
    public DatabaseAddress(String host, int port, String database, String user, String password) {
        this(host, port, database, user, password, "%s@%s:%d/%s".formatted(user, host, port, database));
    }

    /** Reads {@code postgresql://user:password@host:port/database}. */
    public static DatabaseAddress of(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme());
            String host = uri.getHost();
            String path = uri.getRawPath();
            String user = uri.getRawUserInfo();
            if (!scheme.equals("postgresql") && !scheme.equals("postgres")
                    || host == null
                    || user == null
                    || path == null
                    || path.length() < 2) {
                throw malformed();
            }
            String[] login = user.split(":", 2);
            return new DatabaseAddress(
                    host,
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    decode(path.substring(1)),
                    decode(login[0]),
                    login.length > 1 ? decode(login[1]) : "");
        } catch (java.net.URISyntaxException e) {
            throw malformed();
        }
    }

    /** As {@link #of} reads it, with the password. */
    public String url() {
        return "postgresql://%s:%s@%s:%d/%s".formatted(encode(user), encode(password), host, port, encode(database));
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s?ApplicationName=kepu".formatted(host, port, database);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ConfigException malformed() {
        return new ConfigException("database.url must look like postgresql://user:password@host:port/database");
    }
}
