package kepu.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import kepu.config.ConfigException;

/** Address ranges in CIDR notation (RFC 4632). */
public record Networks(List<Network> all) {
    public record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            int shift = address.length * 8 - bits;
            return other.length == address.length
                    && new BigInteger(1, address).shiftRight(shift).equals(new BigInteger(1, other).shiftRight(shift));
        }
    }

    /** What no address of the public internet is in (the special-purpose registries of RFC 6890), and what embeds such. */
    public static final Networks SPECIAL = of(
            "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,"
                    + "192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4,"
                    + "::/96,::1/128,::ffff:0:0:0/96,64:ff9b::/96,64:ff9b:1::/48,100::/64,2001::/23,2001:db8::/32,2002::/16,3fff::/20,5f00::/16,"
                    + "fc00::/7,fe80::/10,fec0::/10,ff00::/8");

    /** Reads ranges with commas between them; {@link ConfigException} for anything else. */
    public static Networks of(String text) {
        return new Networks(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Networks::network)
                .toList());
    }

    public boolean contains(InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address.getAddress()));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        try {
            String number = slash < 0 ? "" : text.substring(0, slash);
            if (!number.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
                throw wrong(text);
            }
            byte[] address = InetAddress.getByName(number).getAddress();
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw wrong(text);
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static ConfigException wrong(String text) {
        return new ConfigException("allowedNetworks: " + text + " is no address range such as 10.1.0.0/16");
    }
}
