/** One list in every format the parser knows, as publishers really write them. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { candidates, parse, view } from './_view.ts';

test('plain: comments, blank lines, BOM, CRLF, headers and Latin-1 bytes', () => {
  const text =
    '\ufeffIP Address:Port CountryCode\r\n# comment\r\n\r\n9.8.7.6:80\r\n// more\r\n9.8.7.7:81 caf\xe9\r\nhttp://9.8.7.8:82\r\n; end\r\nsocks5://bob:x@9.8.7.9:83';
  const expected = {
    format: 'plain',
    found: ['9.8.7.6:80', '9.8.7.7:81', 'http://9.8.7.8:82', 'socks5://bob:x@9.8.7.9:83'],
    refused: [],
  };
  assert.deepEqual(view(text), expected);
  assert.deepEqual(view(Buffer.from(text.slice(1), 'latin1')), expected);
});

test('plain: the text of spys.me', () => {
  const text =
    'Proxy list updated at Mon, 04 May 20 12:00:02 +0300\nIP address:Port CountryCode-Anonymity(Noa/Anm/Hia)-SSL_support(S)-Google_passed(+)\n\n9.8.7.6:8080 US-N-S +\n9.8.7.7:3128 DE-H! -\n';
  assert.deepEqual(view(text), {
    format: 'plain',
    found: ['9.8.7.6:8080', '9.8.7.7:3128'],
    refused: ['1 not an address'],
  });
});

test('plain: refusals name line, text and reason, mask passwords and are counted beyond the cap', () => {
  const list = parse(
    `9.8.7.6:80\n10.0.0.1:80\nbob:s3cret@127.0.0.1:80\n192.168.1.1:80:bob:s3cret\n${'x'.repeat(3000)}\n\x1b[31mred:1\n`,
  );
  assert.deepEqual(
    list.refusals.map(({ line, reason }) => [line, reason]),
    [
      [2, 'private address'],
      [3, 'loopback address'],
      [4, 'private address'],
      [5, 'the line is longer than 2048 bytes'],
      [6, 'not an address'],
    ],
  );
  assert.ok(!JSON.stringify(list.refusals).includes('s3cret'));
  assert.ok(list.refusals.every(({ text }) => text.length <= 120 && !text.includes('\x1b')));
  const many = parse('nonsense here\n'.repeat(1000));
  assert.deepEqual([many.read, many.refused, many.refusals.length], [1000, 1000, 100]);
});

test('the border: every special network is refused by name, and taken when allowed', () => {
  const lines = [
    ['10.1.2.3:80', 'private address'],
    ['172.31.0.1:80', 'private address'],
    ['100.110.6.97:3128', 'carrier-grade NAT address'],
    ['127.0.0.7:80', 'loopback address'],
    ['169.254.1.1:80', 'link-local address'],
    ['0.241.235.103:6478', 'reserved address'],
    ['203.0.113.168:8080', 'documentation address'],
    ['198.18.1.1:80', 'benchmark address'],
    ['[::1]:80', 'loopback address'],
    ['[fd00::1]:80', 'private address'],
    ['[::ffff:192.168.0.1]:80', 'private address'],
    ['localhost:80', 'private name'],
    ['db.internal:80', 'private name'],
  ] as const;
  const text = lines.map(([line]) => line).join('\n');
  assert.deepEqual(
    view(text).refused,
    lines.map(([, reason], index) => `${index + 1} ${reason}`),
  );
  assert.deepEqual(view(text, { allowPrivate: true }).refused, []);
  assert.deepEqual(view('0.0.0.0:80\n224.0.0.1:80\n255.255.255.255:80', { allowPrivate: true }).refused.length, 3);
});

test('::ffff: addresses and leading zeros become the one spelling', () => {
  assert.deepEqual(
    view('[::ffff:9.8.7.6]:80\n009.008.07.6:0080\n[2606:4700:0:0::0001]:80\nProxy.Example.COM.:80').found,
    ['9.8.7.6:80', '9.8.7.6:80', '[2606:4700::1]:80', 'proxy.example.com:80'],
  );
});

test('a protocol given for bare entries fills in only where the list does not say', () => {
  assert.deepEqual(view('9.8.7.6:80\nsocks4://9.8.7.6:80', { protocols: 8 }).found, [
    'socks5://9.8.7.6:80',
    'socks4://9.8.7.6:80',
  ]);
});

test('ranges are opt-in, /16 at the widest', () => {
  assert.deepEqual(view('9.8.7.6/30:80').refused, ['1 a range of addresses (ranges are off)']);
  assert.deepEqual(view('9.8.7.6/30:80', { ranges: true }).found, [
    '9.8.7.4:80',
    '9.8.7.5:80',
    '9.8.7.6:80',
    '9.8.7.7:80',
  ]);
  assert.equal(parse('9.8.0.0/16:80', { ranges: true }).batch.count, 65_536);
  assert.deepEqual(view('9.0.0.0/15:80\n9.0.0.0/33:80\n9.0.0.999/24:80', { ranges: true }).refused, [
    '1 a range wider than /16',
    '2 not an address',
    '3 not an address',
  ]);
  const list = parse('9.8.0.0/16:80\n'.repeat(20), { ranges: true });
  assert.deepEqual([list.batch.count, list.refused], [16 * 65_536, 4]);
  const border = parse('100.63.255.254/31:80\n172.15.255.254/30:80\n10.0.0.0/30:1', { ranges: true });
  assert.deepEqual([border.batch.count, border.refused, border.read], [6, 4, 10]);
});

test('a limit of entries refuses the rest, counted', () => {
  const list = parse('9.8.7.6:80\n9.8.7.7:80\nbob:x@9.8.7.8:80\nhost.example.com:80', { maxEntries: 2 });
  assert.deepEqual(
    [list.read, list.batch.count, list.refused, list.refusals[0]?.reason],
    [4, 2, 2, 'over the limit of 2 entries'],
  );
});

test('CSV: columns by name, quotes, separators, the protocol column', () => {
  assert.deepEqual(view('Proxy,IP,Port,TimeTaken\n9.8.7.6:80,9.8.7.6,80,0\n\n9.8.7.7:99999,9.8.7.7,99999,0\n'), {
    format: 'csv',
    found: ['9.8.7.6:80'],
    refused: ['4 the port is over 65535'],
  });
  assert.deepEqual(
    view('"Country";"IP Address";"Port";"Type"\n"A; B ""C""";"9.8.7.6";"1080";"SOCKS5"\nX;9.8.7.7;80;HTTP, HTTPS')
      .found,
    ['socks5://9.8.7.6:1080', 'http+https://9.8.7.7:80'],
  );
  assert.deepEqual(view('ip\tport\texit_ip\tusername\tpassword\n9.8.7.6\t80\t1.1.1.1\tbob\tp,w').found, [
    'bob:p,w@9.8.7.6:80',
  ]);
  assert.deepEqual(view('proxy\n9.8.7.6:80\nsocks5://9.8.7.7:81').found, ['9.8.7.6:80', 'socks5://9.8.7.7:81']);
  assert.deepEqual(view('ip,port,type\n9.8.7.6,80,vmess\n,,\nx,80,http').refused, [
    '2 vmess is no proxy protocol',
    '3 not an address',
    '4 not an address',
  ]);
  assert.deepEqual(view('9.8.7.6,80,US\n9.8.7.7,81,DE'), {
    format: 'plain',
    found: ['9.8.7.6:80', '9.8.7.7:81'],
    refused: [],
  });
});

test('JSON: strings, records, wrappers; an exit address is never a proxy', () => {
  assert.deepEqual(view('["9.8.7.6:80","http://9.8.7.7:81","nope",42]'), {
    format: 'json',
    found: ['9.8.7.6:80', 'http://9.8.7.7:81'],
    refused: ['3 not an address', '4 not an address'],
  });
  const record = {
    protocol: 'socks4',
    username: null,
    password: null,
    host: '9.8.7.6',
    port: 7890,
    exit_ip: '1.1.1.1',
    asn: { n: 1 },
    geolocation: { city: { names: { en: 'São “Paulo”\n' } } },
  };
  assert.deepEqual(view(JSON.stringify([record, { ...record, username: 'bob', password: 'x"y' }])).found, [
    'socks4://9.8.7.6:7890',
    'socks4://bob:x"y@9.8.7.6:7890',
  ]);
  assert.deepEqual(view(JSON.stringify([record], null, 2)).found, ['socks4://9.8.7.6:7890']);
  assert.deepEqual(
    view(
      JSON.stringify({
        data: [{ ip: '9.8.7.6', port: '80', protocols: ['socks4', 'socks5'], hostName: null }],
        total: 1,
      }),
    ).found,
    ['socks4+socks5://9.8.7.6:80'],
  );
  assert.deepEqual(
    view(JSON.stringify({ http: ['9.8.7.6:80'], socks5: ['9.8.7.7:81'], note: ['hello'], exits: ['1.1.1.1:80'] }))
      .found,
    ['http://9.8.7.6:80', 'socks5://9.8.7.7:81'],
  );
  assert.deepEqual(
    view(JSON.stringify([{ proxy: 'http://9.8.7.6:80', protocol: 'http', ip: '9.8.7.6', port: 80, https: false }]))
      .found,
    ['http://9.8.7.6:80'],
  );
  assert.deepEqual(view(JSON.stringify([{ addr: '9.8.7.6:80', type: 4, ip: '1.1.1.1' }])).found, ['9.8.7.6:80']);
  assert.deepEqual(view(JSON.stringify([{ ip: '9.8.7.6', port: 80, exit: { ip: '1.1.1.1', port: 81 } }])).found, [
    '9.8.7.6:80',
  ]);
  assert.deepEqual(view(JSON.stringify([{ ip: '9.8.7.6', port: 80, ssl: true }])).found, ['http+https://9.8.7.6:80']);
  assert.deepEqual(view('{"error":"rate limited","retry":60}').refused, ['1 no address in it']);
  assert.equal(parse('{"error":"rate limited"}').refusals[0]?.text, '{error: "rate limited"}');
  assert.deepEqual(view('[{"ip":"9.8.7.6"},{"ip":"9.8.7.6","port":0},{"ip":"10.0.0.1","port":80}]').refused, [
    '1 no port',
    '2 port 0',
    '3 private address',
  ]);
});

test('NDJSON, and JSON that is damaged', () => {
  const lines =
    '{"host":"9.8.7.6","port":80,"type":"http","export_address":["1.1.1.1:80"]}\n{"host":"9.8.7.7","port":81,"type":"socks5"}\n\n{"host":"127.0.0.1","port":1}\n';
  assert.deepEqual(view(lines), {
    format: 'ndjson',
    found: ['http://9.8.7.6:80', 'socks5://9.8.7.7:81'],
    refused: ['4 loopback address'],
  });
  assert.deepEqual(view('{"ip":"9.8.7.6","port":80\n{"ip":"9.8.7.7","port":81}\n').found, ['9.8.7.6:80', '9.8.7.7:81']);
  const cut = view('[{"ip":"9.8.7.6","port":80},{"ip":"9.8.7.7","po');
  assert.deepEqual([cut.found, cut.refused], [['9.8.7.6:80'], ['2 no port', '3 the JSON text ends too early']]);
  assert.deepEqual(view('["9.8.7.6:80\n,"9.8.7.7:81"]').found, ['9.8.7.7:81']);
  assert.deepEqual(view(`${'['.repeat(500)}"9.8.7.6:80"${']'.repeat(500)}`).found, []);
});

test('HTML: tables with and without a header, text outside of tables, nothing out of scripts', () => {
  const page = `<!DOCTYPE html><html><head><script>var a = "1.1.1.1:80 <td>1.1.1.1</td>";</script><style>/* 1.1.1.1:80 */</style></head>
<!-- <tr><td>1.1.1.1</td><td>80</td></tr> --><body><p>Updated 2026-01-01 12:30, see https://example.com:443/</p>
<table class="t"><thead><tr><th>IP Address</th><th>Port</th><th>Code</th><th class='hm'>Https</th></tr></thead><tbody>
<tr><td>9.8.7.6</td><td>80</td><td>US</td><td class='hx'>no</td></tr><tr><td>9.8.7.7</td><td>8&#48;81</td><td>DE</td><td>yes</td></tr>
<tr><td colspan=4>buy our proxies</td></tr><tr><td>10.0.0.1</td><td>80</td><td>DE</td><td>yes</td></tr></tbody></table>
<table><tr><td>1</td><td>9.8.7.8</td><td>1080</td><td>Socks5</td></tr><tr><td>x</td><td><b>9.8.7.9:81</b></td></tr><tr><td>9.9.9.9</td></tr></table>
<pre>Free proxies
9.8.7.10:82
socks4://9.8.7.11:83
192.168.0.1:1
</pre></body></html>`;
  assert.deepEqual(view(page), {
    format: 'html',
    found: [
      '9.8.7.6:80',
      'http+https://9.8.7.7:8081',
      'socks5://9.8.7.8:1080',
      '9.8.7.9:81',
      '9.8.7.10:82',
      'socks4://9.8.7.11:83',
    ],
    refused: ['5 private address', '10 private address'],
  });
  assert.deepEqual(view('<html><body><h1>502 Bad Gateway</h1></body></html>'), {
    format: 'html',
    found: [],
    refused: [],
  });
});

test('XML: lists of texts, records of tags, of attributes, and feeds', () => {
  assert.deepEqual(
    view('<Proxies><Proxy>9.8.7.6:80</Proxy><Proxy>9.8.7.7:81</Proxy><Proxy>10.0.0.1:1</Proxy></Proxies>'),
    {
      format: 'xml',
      found: ['9.8.7.6:80', '9.8.7.7:81'],
      refused: ['3 private address'],
    },
  );
  assert.deepEqual(
    view(
      '<?xml version="1.0"?><list><proxy><ip>9.8.7.6</ip><port>80</port><type>SOCKS5</type></proxy><proxy ip="9.8.7.7" port="81"/><item><![CDATA[9.8.7.8:82]]></item></list>',
    ).found,
    ['socks5://9.8.7.6:80', '9.8.7.7:81', '9.8.7.8:82'],
  );
  const feed =
    '<?xml version="1.0"?><rss version="2.0" xmlns:prx="http://x/"><channel><title>list 12:30</title><link>http://example.com/</link><image><url>http://example.com/i.png</url></image><item><title>a</title><prx:proxy><prx:ip>9.8.7.6</prx:ip><prx:port>80</prx:port><prx:type>Anonymous</prx:type><prx:ssl>true</prx:ssl></prx:proxy></item></channel></rss>';
  assert.deepEqual(view(feed), { format: 'xml', found: ['http+https://9.8.7.6:80'], refused: [] });
  assert.deepEqual(view('<a><proxy>9.8.7.6:80</proxy></a>').found, ['9.8.7.6:80']);
  assert.deepEqual(view('<a><proxy>9.8.7.6:80').found, ['9.8.7.6:80']);
});

test('YAML: sequences, mappings, flow style', () => {
  assert.deepEqual(view('proxies:\n    - 9.8.7.6:80\n    - "9.8.7.7:81"  # two\n    - nope\n'), {
    format: 'yaml',
    found: ['9.8.7.6:80', '9.8.7.7:81'],
    refused: ['4 not an address'],
  });
  assert.deepEqual(
    view('---\n- ip: 9.8.7.6\n  port: 80\n  geo:\n    ip: 1.1.1.1\n- port: 81\n  host: "9.8.7.7"\n  type: socks5\n')
      .found,
    ['9.8.7.6:80', 'socks5://9.8.7.7:81'],
  );
  assert.deepEqual(
    view(
      'proxies:\n  - {name: a, server: 9.8.7.6, port: 443, type: socks5, username: bob, password: "x,y"}\n  - {name: b, server: 9.8.7.7, port: 443, type: vmess}\n',
    ),
    {
      format: 'yaml',
      found: ['socks5://bob:x,y@9.8.7.6:443'],
      refused: ['3 vmess is no proxy protocol'],
    },
  );
  assert.deepEqual(view('socks5:\n  - 9.8.7.6:80\nhttp: [9.8.7.7:81, "9.8.7.8:82"]\n').found, [
    'socks5://9.8.7.6:80',
    'http://9.8.7.7:81',
    'http://9.8.7.8:82',
  ]);
  assert.deepEqual(view('first:\n  host: 9.8.7.6\n  port: 80\nsecond:\n  host: 9.8.7.7\n  port: 81\n').found, [
    '9.8.7.6:80',
    '9.8.7.7:81',
  ]);
});

test('PAC: directives out of strings, the script itself is not read', () => {
  const script = `function FindProxyForURL(url, host) {
  // PROXY 1.1.1.1:80 isn't one
  if (isInNet(host, "10.0.0.0", "255.0.0.0")) return 'DIRECT';
  return "PROXY 9.8.7.6:8080; SOCKS5 9.8.7.7:1080; SOCKS 9.8.7.8:1080; SOCKS4 9.8.7.9:1080; HTTPS proxy.example.com:443; PROXY 10.0.0.1:80; DIRECT";
}`;
  assert.deepEqual(view(script), {
    format: 'pac',
    found: [
      'http://9.8.7.6:8080',
      'socks5://9.8.7.7:1080',
      'socks4+socks5://9.8.7.8:1080',
      'socks4://9.8.7.9:1080',
      'https://proxy.example.com:443',
    ],
    refused: ['4 private address'],
  });
});

test('an IPv6 list is not JSON, and nothing is a list of nothing', () => {
  assert.deepEqual(view('[2606:4700::1]:80\n[2606:4700::2]:81\n'), {
    format: 'plain',
    found: ['[2606:4700::1]:80', '[2606:4700::2]:81'],
    refused: [],
  });
  assert.deepEqual(view(''), { format: 'plain', found: [], refused: [] });
  assert.deepEqual(view('\ufeff'), { format: 'plain', found: [], refused: [] });
});

test('columns end where the list ends, in buffers of their own', () => {
  const { batch } = parse('9.8.7.6:80\n9.8.7.7:81');
  assert.deepEqual(
    [batch.ipv4.buffer.byteLength, batch.port.buffer.byteLength, batch.protocols.buffer.byteLength],
    [8, 4, 2],
  );
  assert.equal(candidates(batch).length, 2);
});

test('passwords of refused records are not shown', () => {
  for (const text of [
    'ip,port,user,password\n,80,bob,s3 cret',
    '[{"port":80,"user":"bob","password":"s3 cret"}]',
    '[{"ip":"10.0.0.1","port":80,"user":"bob","password":"s3 cret"}]',
    'nohost:80:bob:s3',
  ]) {
    const { refusals } = parse(text);
    assert.equal(refusals.length, 1, text);
    assert.ok(!/s3|cret/.test(refusals[0]!.text), refusals[0]!.text);
  }
  assert.equal(parse('2606:4700::1:8080').refusals[0]!.text, '2606:4700::1:8080');
});

test('a user name that cannot be seen whole is refused in every format: it would be part of the address', () => {
  for (const text of [
    '9.8.7.6:80:b\x1b[2Job:s3cret',
    'http://b%1b%5b2Job:s3cret@9.8.7.6:80',
    'b\u202eob:s3cret@9.8.7.6:80',
    'ip,port,user,password\n9.8.7.6,80,b\x9b2Job,s3cret\n',
    '[{"ip":"9.8.7.6","port":80,"user":"b\\u0007ob","password":"s3cret"}]',
  ])
    assert.match(
      view(text, {}).refused.join(),
      /the user name holds characters that cannot be seen/,
      JSON.stringify(text),
    );
});

test('no record inherits user or password of the one before', () => {
  const found = ['bob:s3cret@9.8.7.6:80', '9.8.7.7:81', 'ann@9.8.7.8:82', 'joe:x@9.8.7.9:83'];
  const csv = 'ip,port,user,password\n9.8.7.6,80,bob,s3cret\n9.8.7.7,81,,\n9.8.7.8,82,ann,\n9.8.7.9,83,joe,x\n';
  assert.deepEqual(view(csv).found, found);
  const rows = [
    { ip: '9.8.7.6', port: 80, username: 'bob', password: 's3cret' },
    { ip: '9.8.7.7', port: 81 },
    { ip: '9.8.7.8', port: 82, username: 'ann' },
    { ip: '9.8.7.9', port: 83, username: 'joe', password: 'x' },
  ];
  assert.deepEqual(view(JSON.stringify(rows)).found, found);
  assert.deepEqual(view(rows.map((row) => JSON.stringify(row)).join('\n')).found, found);
  const items = rows.map(
    ({ ip, port, username = '', password = '' }) =>
      `<proxy><ip>${ip}</ip><port>${port}</port><user>${username}</user><password>${password}</password></proxy>`,
  );
  assert.deepEqual(view(`<?xml version="1.0"?><list>${items.join('')}</list>`).found, found);
  const cells = rows.map(
    ({ ip, port, username = '', password = '' }) =>
      `<tr><td>${ip}</td><td>${port}</td><td>${username}</td><td>${password}</td></tr>`,
  );
  const table = `<table><tr><th>IP</th><th>Port</th><th>User</th><th>Password</th></tr>${cells.join('')}</table>`;
  assert.deepEqual(view(`<!doctype html><html>${table}</html>`).found, found);
  const yaml = rows.map(({ ip, port, username, password }) =>
    [
      `- ip: ${ip}`,
      `  port: ${port}`,
      ...(username ? [`  user: ${username}`] : []),
      ...(password ? [`  password: ${password}`] : []),
    ].join('\n'),
  );
  assert.deepEqual(view(`proxies:\n${yaml.join('\n')}\n`).found, found);
});

test('a refusal that is cut shows no part of a password, whatever the format', () => {
  const secret = `s3cret${'x'.repeat(90)}`;
  const long = 'u'.repeat(60);
  const texts = [
    `http://${long}:${secret}@9.8.7.6:99999\n9.8.7.7:80\n`,
    `10.0.0.1:80:${long}:${secret}\n9.8.7.7:80\n`,
    `ip,port,user,password\n9.8.7.6,99999,${long},${secret}\nnonsense,,${long},${secret}\n`,
    JSON.stringify([
      { ip: '9.8.7.6', port: 99999, user: long, password: secret },
      { note: 'no address', password: secret },
      `${long}:${secret}@9.8.7.6:99999`,
    ]),
    `<list><proxy><ip>9.8.7.6</ip><port>99999</port><user>${long}</user><password>${secret}</password></proxy></list>`,
    `- ip: 9.8.7.6\n  port: 99999\n  user: ${long}\n  password: ${secret}\n`,
  ];
  for (const text of texts) {
    const { refused, refusals } = parse(text);
    assert.ok(refused > 0, text);
    assert.ok(!JSON.stringify(refusals).includes('s3cret'), JSON.stringify(refusals));
  }
});
