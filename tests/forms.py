r"""Addresses that lead where no crawler may go, in every way in which a stranger may write them.

Each row is an address as it may stand in a list, and what it is: for a forbidden address the host that a WHATWG parser
makes of it. The kinds are those that others guard against (`stripe/smokescreen`, `arkadiyt/ssrf_filter`), and those of
the IPv4 and IPv6 parsers of the WHATWG URL Standard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.model import ErrorKind

_ADDRESS, _PORT, _INVALID = ErrorKind.FORBIDDEN_ADDRESS, ErrorKind.FORBIDDEN_PORT, ErrorKind.INVALID_URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write an address."""

    kind: str
    text: str
    what: str
    """The host that is meant; for what has none, why it is refused."""
    error: ErrorKind | None
    """What is recorded of it; None where it is nothing that the web can be asked for."""


_TABLES: Mapping[str, tuple[ErrorKind | None, str]] = {
    "dotted": (
        _ADDRESS,
        """
        http://0.0.0.0/                 | 0.0.0.0
        http://0.1.2.3/                 | 0.1.2.3
        http://10.0.0.1/                | 10.0.0.1
        http://10.255.255.255/          | 10.255.255.255
        http://100.64.0.1/              | 100.64.0.1
        http://100.127.255.254/         | 100.127.255.254
        http://127.0.0.1/               | 127.0.0.1
        http://127.0.0.53/              | 127.0.0.53
        http://127.255.255.254/         | 127.255.255.254
        https://127.0.0.1/              | 127.0.0.1
        http://169.254.0.1/             | 169.254.0.1
        http://172.16.0.1/              | 172.16.0.1
        http://172.31.255.254/          | 172.31.255.254
        http://192.0.0.1/               | 192.0.0.1
        http://192.0.0.170/             | 192.0.0.170
        http://192.0.2.1/               | 192.0.2.1
        http://192.31.196.1/            | 192.31.196.1
        http://192.52.193.1/            | 192.52.193.1
        http://192.88.99.1/             | 192.88.99.1
        http://192.168.0.1/             | 192.168.0.1
        http://192.168.255.254/         | 192.168.255.254
        http://192.175.48.1/            | 192.175.48.1
        http://198.18.0.1/              | 198.18.0.1
        http://198.19.255.254/          | 198.19.255.254
        http://198.51.100.1/            | 198.51.100.1
        http://203.0.113.1/             | 203.0.113.1
        http://224.0.0.1/               | 224.0.0.1
        http://224.0.0.251/             | 224.0.0.251
        http://239.255.255.250/         | 239.255.255.250
        http://240.0.0.1/               | 240.0.0.1
        http://255.255.255.255/         | 255.255.255.255
        """,
    ),
    "metadata services of clouds": (
        _ADDRESS,
        """
        http://169.254.169.254/latest/meta-data/        | 169.254.169.254
        http://169.254.170.2/v2/credentials             | 169.254.170.2
        http://169.254.169.253/                         | 169.254.169.253
        http://169.254.169.123/                         | 169.254.169.123
        http://100.100.100.200/latest/meta-data/        | 100.100.100.200
        http://192.0.0.192/latest/                      | 192.0.0.192
        http://168.63.129.16/machine?comp=goalstate     | 168.63.129.16
        http://[fd00:ec2::254]/latest/meta-data/        | [fd00:ec2::254]
        http://[fd00:ec2::23]/v1/credentials            | [fd00:ec2::23]
        http://[fd20:ce::254]/computeMetadata/v1/       | [fd20:ce::254]
        http://[::ffff:169.254.169.254]/                | [::ffff:a9fe:a9fe]
        http://[64:ff9b::169.254.169.254]/              | [64:ff9b::a9fe:a9fe]
        http://[2002:a9fe:a9fe::1]/                     | [2002:a9fe:a9fe::1]
        """,
    ),
    "decimal": (
        _ADDRESS,
        """
        http://2130706433/          | 127.0.0.1
        http://2130706433:8080/     | 127.0.0.1:8080
        http://0/                   | 0.0.0.0
        http://1/                   | 0.0.0.1
        http://167772161/           | 10.0.0.1
        http://1681915905/          | 100.64.0.1
        http://2851995649/          | 169.254.0.1
        http://2852039166/          | 169.254.169.254
        http://2886729729/          | 172.16.0.1
        http://3221225664/          | 192.0.0.192
        http://3232235521/          | 192.168.0.1
        http://2822734096/          | 168.63.129.16
        http://1684301000/          | 100.100.100.200
        http://4294967295/          | 255.255.255.255
        """,
    ),
    "octal": (
        _ADDRESS,
        """
        http://0177.0.0.1/                  | 127.0.0.1
        http://0177.0.0.01/                 | 127.0.0.1
        http://00000177.00.00.01/           | 127.0.0.1
        http://017700000001/                | 127.0.0.1
        http://0000017700000001/            | 127.0.0.1
        http://012.0.0.1/                   | 10.0.0.1
        http://0251.0376.0251.0376/         | 169.254.169.254
        http://0251.00376.000251.0000376/   | 169.254.169.254
        http://0254.020.0.1/                | 172.16.0.1
        http://0300.0250.0.1/               | 192.168.0.1
        http://025177524776/                | 169.254.169.254
        http://00.00.00.00/                 | 0.0.0.0
        """,
    ),
    "hex": (
        _ADDRESS,
        """
        http://0x7f000001/              | 127.0.0.1
        http://0X7F000001/              | 127.0.0.1
        http://0x7f.0x0.0x0.0x1/        | 127.0.0.1
        http://0x0000007f.0x0.0x0.0x1/  | 127.0.0.1
        http://0xa9fea9fe/              | 169.254.169.254
        http://0xa9.0xfe.0xa9.0xfe/     | 169.254.169.254
        http://0xA9.0xFE.43518/         | 169.254.169.254
        http://0xc0a80001/              | 192.168.0.1
        http://0xa000001/               | 10.0.0.1
        http://0xac100001/              | 172.16.0.1
        http://0x/                      | 0.0.0.0
        http://0x0/                     | 0.0.0.0
        """,
    ),
    "short and mixed": (
        _ADDRESS,
        """
        http://127.1/               | 127.0.0.1
        http://127.0.1/             | 127.0.0.1
        http://127.65535/           | 127.0.255.255
        http://10.1/                | 10.0.0.1
        http://192.168.1/           | 192.168.0.1
        http://169.254.43518/       | 169.254.169.254
        http://169.16689662/        | 169.254.169.254
        http://0177.1/              | 127.0.0.1
        http://0x7f.1/              | 127.0.0.1
        http://0x7f.0.1/            | 127.0.0.1
        http://0x7f.0.0.01/         | 127.0.0.1
        http://0xa9.0376.43518/     | 169.254.169.254
        http://0xa9.254.0251.0xfe/  | 169.254.169.254
        http://0300.0xa8.1/         | 192.168.0.1
        http://0.0/                 | 0.0.0.0
        """,
    ),
    "unicode and escapes": (
        _ADDRESS,
        """
        http://\uff11\uff12\uff17.0.0.1/                        | 127.0.0.1
        http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/         | 127.0.0.1
        http://127\u30020\u30020\u30021/                        | 127.0.0.1
        http://127\uff0e0\uff0e0\uff0e1/                        | 127.0.0.1
        http://127\uff610\uff610\uff611/                        | 127.0.0.1
        http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/         | 127.0.0.1
        http://\u2460\u2465\u2468.254.\u2460\u2465\u2468.254/   | 169.254.169.254
        http://\xb9\xb2\u2077.0.0.1/                            | 127.0.0.1
        http://\u2081\u2082\u2087.0.0.1/                        | 127.0.0.1
        http://\U0001d7cf\U0001d7d0\U0001d7d5.0.0.1/            | 127.0.0.1
        http://\uff10\uff38\uff17\uff26.1/                      | 127.0.0.1
        http://2130706\uff14\uff13\uff13/                       | 127.0.0.1
        http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/  | localhost
        http://127.0.0\xad.1/                                   | 127.0.0.1
        http://127.0.0\u200b.1/                                 | 127.0.0.1
        http://%31%32%37.0.0.1/                                 | 127.0.0.1
        http://%31%32%37%2e%30%2e%30%2e%31/                     | 127.0.0.1
        http://127%2E1/                                         | 127.0.0.1
        http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/               | 127.0.0.1
        http://0%78%37f.1/                                      | 127.0.0.1
        http://l\uff4fcalhost/                                  | localhost
        http://%6cocalhost/                                     | localhost
        """,
    ),
    "dots, slashes, credentials": (
        _ADDRESS,
        """
        http://127.0.0.1./                          | 127.0.0.1
        http://2130706433./                         | 127.0.0.1
        http:127.0.0.1/                             | 127.0.0.1
        http:/127.0.0.1/                            | 127.0.0.1
        http:///127.0.0.1/                          | 127.0.0.1
        http:\\\\127.0.0.1/                         | 127.0.0.1
        http:\\/127.0.0.1\\@example.com/            | 127.0.0.1
        HTTP://127.0.0.1/                           | 127.0.0.1
        //127.0.0.1/                                | 127.0.0.1
        http://127.0.0.1#@example.com/              | 127.0.0.1
        http://127.0.0.1?@example.com/              | 127.0.0.1
        http://127.0.0.1/@example.com/              | 127.0.0.1
        http://example.com@127.0.0.1/               | 127.0.0.1
        http://example.com:80@127.0.0.1/            | 127.0.0.1
        http://a@b@127.0.0.1/                       | 127.0.0.1
        http://example.com%40@169.254.169.254/      | 169.254.169.254
        http://example.com%23@169.254.169.254/      | 169.254.169.254
        http://127.0.0.1:80/                        | 127.0.0.1
        http://127.0.0.1:0080/                      | 127.0.0.1
        http://127.0.0.1:/                          | 127.0.0.1
        http://127.0.0.1:8080/                      | 127.0.0.1:8080
        https://127.0.0.1:443/                      | 127.0.0.1
        """,
    ),
    "IPv6": (
        _ADDRESS,
        """
        http://[::]/                            | [::]
        http://[::1]/                           | [::1]
        http://[0:0:0:0:0:0:0:1]/               | [::1]
        http://[0000:0000:0000:0000:0000:0000:0000:0001]/ | [::1]
        http://[::0001]:8080/                   | [::1]:8080
        http://[::2]/                           | [::2]
        http://[100::1]/                        | [100::1]
        http://[100:0:0:1::1]/                  | [100:0:0:1::1]
        http://[1000::1]/                       | [1000::1]
        http://[2001:2::1]/                     | [2001:2::1]
        http://[2001:10::1]/                    | [2001:10::1]
        http://[2001:20::1]/                    | [2001:20::1]
        http://[2001:db8::1]/                   | [2001:db8::1]
        http://[2001:DB8::A]/                   | [2001:db8::a]
        http://[2620:4f:8000::1]/               | [2620:4f:8000::1]
        http://[3fff::1]/                       | [3fff::1]
        http://[4000::1]/                       | [4000::1]
        http://[5f00::1]/                       | [5f00::1]
        http://[fc00::1]/                       | [fc00::1]
        http://[fd12:3456:789a:1::1]/           | [fd12:3456:789a:1::1]
        http://[fdff:ffff::1]/                  | [fdff:ffff::1]
        http://[fe80::1]/                       | [fe80::1]
        http://[febf::1]/                       | [febf::1]
        http://[fec0::1]/                       | [fec0::1]
        http://[feff::1]/                       | [feff::1]
        http://[ff01::1]/                       | [ff01::1]
        http://[ff02::1]/                       | [ff02::1]
        http://[ff05::1:3]/                     | [ff05::1:3]
        http://[ff0e::1]/                       | [ff0e::1]
        """,
    ),
    "IPv4 in IPv6": (
        _ADDRESS,
        """
        http://[::ffff:127.0.0.1]/              | [::ffff:7f00:1]
        http://[::ffff:7f00:1]/                 | [::ffff:7f00:1]
        http://[0:0:0:0:0:FFFF:7F00:1]/         | [::ffff:7f00:1]
        http://[0:0:0:0:0:ffff:127.0.0.1]/      | [::ffff:7f00:1]
        http://[::ffff:10.0.0.1]/               | [::ffff:a00:1]
        http://[::ffff:192.168.0.1]/            | [::ffff:c0a8:1]
        http://[::ffff:0.0.0.0]/                | [::ffff:0:0]
        http://[::ffff:8.8.8.8]/                | [::ffff:808:808]
        http://[::127.0.0.1]/                   | [::7f00:1]
        http://[::7f00:1]/                      | [::7f00:1]
        http://[::169.254.169.254]/             | [::a9fe:a9fe]
        http://[::ffff:0:127.0.0.1]/            | [::ffff:0:7f00:1]
        http://[::ffff:0:169.254.169.254]/      | [::ffff:0:a9fe:a9fe]
        http://[64:ff9b::127.0.0.1]/            | [64:ff9b::7f00:1]
        http://[64:ff9b::10.0.0.1]/             | [64:ff9b::a00:1]
        http://[64:ff9b::8.8.8.8]/              | [64:ff9b::808:808]
        http://[0064:ff9b:0:0:0:0:7f00:0001]/   | [64:ff9b::7f00:1]
        http://[64:ff9b:1::127.0.0.1]/          | [64:ff9b:1::7f00:1]
        http://[64:ff9b:1:a9fe:a9:fe00::]/      | [64:ff9b:1:a9fe:a9:fe00::]
        http://[64:ff9b:1:ffff::808:808]/       | [64:ff9b:1:ffff::808:808]
        http://[2002:7f00:1::]/                 | [2002:7f00:1::]
        http://[2002:7f00:1::1]/                | [2002:7f00:1::1]
        http://[2002:a00:1::1]/                 | [2002:a00:1::1]
        http://[2002:c0a8:1::1]/                | [2002:c0a8:1::1]
        http://[2002:808:808::1]/               | [2002:808:808::1]
        http://[2001::1]/                       | [2001::1]
        http://[2001:0:7f00:1::1]/              | [2001:0:7f00:1::1]
        http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/ | [2001:0:4136:e378:8000:63bf:80ff:fffe]
        http://[fe80::5efe:127.0.0.1]/          | [fe80::5efe:7f00:1]
        """,
    ),
    "names": (
        _ADDRESS,
        """
        http://localhost/                               | localhost
        http://LOCALHOST/                               | localhost
        http://localhost./                              | localhost.
        http://localhost:8080/                          | localhost:8080
        http://a.localhost/                             | a.localhost
        http://metadata.google.internal/                | metadata.google.internal
        http://metadata.google.internal./               | metadata.google.internal.
        http://metadata/                                | metadata
        http://instance-data/latest/meta-data/          | instance-data
        http://kubernetes.default.svc/                  | kubernetes.default.svc
        http://host.docker.internal:2375/               | host.docker.internal:2375
        http://127.0.0.1.nip.io/                        | 127.0.0.1.nip.io
        http://169-254-169-254.nip.io/                  | 169-254-169-254.nip.io
        http://spoofed.burpcollaborator.net/            | spoofed.burpcollaborator.net
        http://localtest.me/                            | localtest.me
        http://mapped.test/                             | mapped.test
        http://unique-local.test/                       | unique-local.test
        http://wildcard.test/                           | wildcard.test
        http://printer.local/                           | printer.local
        http://xn--bcher-kva.internal/                  | xn--bcher-kva.internal
        """,
    ),
    "ports": (
        _PORT,
        """
        http://93.184.216.34:0/         | not a port
        http://93.184.216.34:1/         | tcpmux
        http://93.184.216.34:21/        | FTP
        http://93.184.216.34:22/        | SSH
        http://93.184.216.34:23/        | Telnet
        http://93.184.216.34:25/        | SMTP
        http://93.184.216.34:53/        | DNS
        http://93.184.216.34:110/       | POP3
        http://93.184.216.34:111/       | portmapper
        http://93.184.216.34:143/       | IMAP
        http://93.184.216.34:445/       | SMB
        https://93.184.216.34:465/      | SMTP over TLS
        http://93.184.216.34:514/       | a shell
        https://93.184.216.34:636/      | LDAP over TLS
        http://93.184.216.34:873/       | rsync
        https://93.184.216.34:993/      | IMAP over TLS
        http://93.184.216.34:1023/      | the last of the system's ports
        http://93.184.216.34:81/        | a web server, but none that anybody allowed
        http://[2606:2800:220:1::1]:22/ | SSH over IPv6
        http://www.example.com:22/      | SSH by name
        http://93.184.216.34:0022/      | SSH with zeros before it
        http://127.0.0.1:22/            | SSH of this machine
        http://a:b@93.184.216.34:25/    | SMTP with credentials
        """,
    ),
    "zones": (
        _INVALID,
        """
        http://[fe80::1%25eth0]/        | a zone, RFC 6874: no WHATWG parser takes it
        http://[fe80::1%eth0]/          | a zone, unescaped
        http://[::1%25lo]/              | a zone of loopback
        http://[::1%251]/               | a zone that is a number
        http://[fe80::1%2525eth0]/      | a zone, escaped twice
        """,
    ),
    "invalid hosts": (
        _INVALID,
        """
        http://127.0.0.1.1/                 | five parts that end in a number
        http://127.0.0.256/                 | a part beyond 255
        http://256.0.0.1/                   | a part beyond 255
        http://4294967296/                  | beyond 32 bits
        http://0x100000000/                 | beyond 32 bits
        http://0x7f.0x0.0x0.0x0.0x1/        | five parts
        http://127..1/                      | an empty part
        http://.127.0.0.1/                  | an empty part at the start
        http://08.0.0.1/                    | no octal digit
        http://0xg.0.0.1/                   | no hex digit
        http://1.2.3.08/                    | no octal digit
        http://\u0661\u0662\u0667.0.0.1/    | Arabic digits are no IPv4
        http://[::1/                        | a bracket that is left open
        http://[127.0.0.1]/                 | IPv4 in brackets
        http://[::ffff:127.1]/              | a short IPv4 in IPv6
        http://[::ffff:0x7f.0.0.1]/         | hex IPv4 in IPv6
        http://[::ffff:127.0.0.01]/         | octal IPv4 in IPv6
        http://::1/                         | no brackets
        http://[::1]a/                      | more behind the bracket
        http://[v1.127.0.0.1]/              | RFC 3986's address of the future
        http://127.0.0.1 :80/               | a space in the host
        http://127.0.0.1%00.example.com/    | NUL in the host
        http://127.0.0.1%09/                | a tab, escaped
        http://127.0.0.1%2f@example.com:a/  | a port that is no number
        http://93.184.216.34:65536/         | a port beyond 65535
        http://93.184.216.34:22a/           | a port with a letter
        http://93.184.216.34:-22/           | a negative port
        http:///                            | no host
        http://@/                           | no host
        http://%/                           | half an escape
        """,
    ),
    "schemes": (
        None,
        """
        file:///etc/passwd                              | a file
        file://localhost/etc/passwd                     | a file of a host
        FILE:///etc/passwd                              | a file in capitals
        ftp://127.0.0.1/                                | FTP
        ftps://127.0.0.1/                               | FTP over TLS
        sftp://127.0.0.1/                               | SSH
        gopher://127.0.0.1:6379/_INFO                   | gopher, which speaks to anything
        dict://127.0.0.1:11211/stats                    | dict
        ldap://127.0.0.1/                               | LDAP
        tftp://127.0.0.1/a                              | TFTP
        ws://127.0.0.1/                                 | WebSocket
        wss://127.0.0.1/                                | WebSocket over TLS
        jar:http://127.0.0.1!/                          | Java's archives
        netdoc:///etc/passwd                            | Java's files
        php://filter/resource=http://127.0.0.1/         | PHP's streams
        unix:/var/run/docker.sock                       | a socket
        http+unix://%2Fvar%2Frun%2Fdocker.sock/info     | a socket with HTTP
        data:text/html,<title>a</title>                 | data
        javascript:fetch('http://127.0.0.1/')           | a script
        view-source:http://127.0.0.1/                   | a browser's view
        blob:http://127.0.0.1/a                         | a browser's memory
        about:blank                                     | nothing
        """,
    ),
}

NAMES = {
    "localhost": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "metadata": ["169.254.169.254"],
    "instance-data": ["169.254.169.254"],
    "kubernetes.default.svc": ["10.96.0.1"],
    "host.docker.internal": ["192.168.65.254"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "169-254-169-254.nip.io": ["169.254.169.254"],
    "spoofed.burpcollaborator.net": ["127.0.0.1"],
    "localtest.me": ["127.0.0.1", "::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "unique-local.test": ["fd00:ec2::254"],
    "wildcard.test": ["0.0.0.0", "::"],
    "printer.local": ["192.168.0.9"],
    "xn--bcher-kva.internal": ["10.0.0.7"],
}
"""What a name server says of the names above (`localhost` without a last dot is known without one, RFC 6761, 6.3)."""


def _rows() -> Iterator[Form]:
    for kind, (error, table) in _TABLES.items():
        for line in filter(str.strip, table.splitlines()):
            text, _, what = line.strip().rpartition(" | ")
            yield Form(kind=kind, text=text.strip(), what=what.strip(), error=error)


FORMS = tuple(_rows())
KINDS = tuple(_TABLES)
