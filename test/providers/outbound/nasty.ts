/** Addresses nobody outside may make Fairway connect to. */
export const FORBIDDEN: readonly string[] = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.0.0.7',
  '172.16.3.4',
  '192.168.1.1',
  '100.64.0.9',
  '169.254.169.254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
];

/** Ways to write one IPv4 address as the host of a URL. */
export function waysToWrite(address: string): readonly string[] {
  const octets = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (n: number): string => n.toString(16);
  const words = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return [
    address,
    `${address}.`,
    String(whole),
    `0x${hex(whole)}`,
    `0${whole.toString(8)}`,
    octets.map((n) => `0x${hex(n)}`).join('.'),
    octets.map((n) => `0${n.toString(8)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `0x${hex(a)}.${b}.0${(c * 256 + d).toString(8)}`,
    octets.map((n) => `%3${String(n).split('').join('%3')}`).join('.'),
    address.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    address.replaceAll('.', '\u3002'),
    `[::ffff:${address}]`,
    `[::ffff:${words}]`,
    `[0:0:0:0:0:ffff:${words}]`,
    `[::${address}]`,
    `[::ffff:0:${words}]`,
    `[64:ff9b::${words}]`,
    `[2002:${words}::]`,
  ];
}

/** Forbidden in IPv6 itself. */
export const FORBIDDEN_6: readonly string[] = [
  '::1',
  '::',
  'fe80::1',
  'fec0::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '100::1',
  '5f00::1',
];

/** Not a web address at all, or one that hides where it leads. */
export const MALFORMED: readonly string[] = [
  '',
  'shop.example',
  '//shop.example/',
  'file:///etc/passwd',
  'ftp://shop.example/',
  'gopher://shop.example:70/_GET',
  'unix:/var/run/docker.sock',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'http://',
  'http://user:pass@shop.example/',
  'http://shop.example@127.0.0.1/',
  'http://127.0.0.1#@shop.example/',
  'http://127.0.0.1\\@shop.example/',
  'http://shop.example.evil.test/',
  'http://evilshop.example/',
  'http://shop.example:22/',
  'http://localhost/',
  'http://metadata.google.internal/',
];
