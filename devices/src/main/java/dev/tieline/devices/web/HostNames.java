package dev.tieline.devices.web;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a server is reached by. Its addresses need no name, and {@code localhost} leads nowhere else: what is
 * refused is a name that somebody else may have pointed at this machine (DNS rebinding).
 */
public final class HostNames {
    /** Stands for every name. */
    public static final String ANY = "*";

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    private final String setting;
    private final Set<String> names = new HashSet<>();

    private HostNames(String setting) {
        this.setting = setting;
    }

    /**
     * The names that a setting lists, without ports, or {@value #ANY}.
     *
     * @throws IllegalArgumentException naming the setting, if one of them is no host name
     */
    public static HostNames of(String setting, Collection<String> listed) {
        var hosts = new HostNames(setting);
        for (var listedName : listed) {
            var name = plain(listedName.strip());
            if (!name.equals(ANY) && !isAddress(name) && !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("The setting " + setting + " has '" + listedName
                        + "', which is no host name. Legal: names such as node-1.example, without scheme and port, or "
                        + ANY + " for every name.");
            }
            hosts.names.add(name);
        }
        return hosts;
    }

    /** These names and one more, such as what the machine calls itself, whatever it looks like. */
    public HostNames and(String name) {
        var more = new HostNames(setting);
        more.names.addAll(names);
        more.names.add(plain(name));
        return more;
    }

    /** The key of the setting that lists them. */
    String setting() {
        return setting;
    }

    /** Whether the server may be asked by this name or address, with or without a port. */
    boolean include(String authority) {
        var host = plain(PORT.matcher(authority).replaceFirst(""));
        return names.contains(ANY)
                || isAddress(host)
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || names.contains(host);
    }

    /**
     * Nobody can register a name that is an address. The addresses that stand for none lead to this machine on some
     * platforms, and browsers do not say of them where a page comes from.
     */
    private static boolean isAddress(String host) {
        return !host.equals("0.0.0.0")
                && !host.equals("[::]")
                && (host.startsWith("[") || IPV4.matcher(host).matches());
    }

    private static String plain(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
