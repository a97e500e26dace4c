import { createSocket } from 'node:dgram';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop with pages, and a machine beside it that nobody may ask: it counts who does. */
export interface Shop {
  readonly url: string;
  /** The same machine by another name, which no step names. */
  readonly other: string;
  readonly asked: readonly string[];
  readonly udp: { readonly url: string; count(): number };
  close(): Promise<void>;
}

const LOGIN = `<title>Shop</title><form action="/in" method="post">
  <label>Email <input name="email"></label>
  <label>Password <input name="password" type="password"></label>
  <label>Country <select name="country"><option>France</option><option>Japan</option></select></label>
  <button>Sign in</button><a href="/help">Help</a><a href="/faq">Help</a>
</form>`;

function pagesOf(other: string, udp: string): Readonly<Record<string, string>> {
  return {
    '/login': LOGIN,
    '/home': `<h1>Welcome back</h1><p data-testid="order">Order A-42 is on its way</p>
      <p style="display:none">Out of stock</p>`,
    '/says': `<h1>Hello</h1><p id="p"></p><script>
      document.getElementById('p').textContent = decodeURIComponent(location.search.slice(1))</script>`,
    '/image': `<h1>Pictures</h1><img src="${other}/image.png">`,
    '/script': `<h1 id="h"></h1><script src="${other}/app.js"></script>`,
    '/fetch': `<h1>Fetches</h1><script>fetch('/away').catch(() => 0).then(() => { document.title = 'x'; document.body.append('settled') })</script>`,
    '/socket': `<h1>Socket</h1><script>const s = new WebSocket('${other.replace('http', 'ws')}/ws'); s.onerror = s.onopen = () => document.body.append('settled')</script>`,
    '/frame': `<h1>Frame</h1><iframe src="${other}/frame"></iframe><iframe src="file:///etc/passwd"></iframe>`,
    '/spin': `<h1>Spin</h1><button onclick="for(;;);">Pay</button>`,
    '/hungry': `<h1>Hungry</h1><script>const all = []; setInterval(() => { for (let i = 0; i < 20; i++) all.push(new Uint8Array(5e6).fill(i)) }, 20)</script>`,
    '/leave': `<h1>Leave</h1><script>location = 'data:text/html,<h1>Elsewhere</h1>'</script>`,
    '/datagrams': `<h1>Datagrams</h1><script>
      const said = [];
      try { const c = new RTCPeerConnection({ iceServers: [{ urls: 'stun:${udp}' }] });
        c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o)); said.push('rtc') } catch { said.push('no rtc') }
      const worker = new Worker(URL.createObjectURL(new Blob([\`
        try { new WebTransport('https://${udp}/').ready.catch(() => 0); postMessage('transport') } catch { postMessage('no transport') }\`])));
      worker.onmessage = ({ data }) => setTimeout(() => document.body.append([...said, data, 'settled'].join(', ')), 500);
    </script>`,
  };
}

/** What is no page. */
function own(path: string, other: string): readonly [number | null, Record<string, string>] {
  switch (path) {
    case '/away':
      return [302, { location: `${other}/secret` }];
    case '/known':
      return [302, { location: other.replace('//', '//ana:pass@') }];
    case '/broken':
      return [500, {}];
    case '/in':
      return [303, { location: '/home', 'set-cookie': 'in=1; HttpOnly' }];
    default:
      return [null, { 'content-type': 'text/html' }];
  }
}

export async function openShop(): Promise<Shop> {
  const asked: string[] = [];
  let datagrams = 0;
  const socket = createSocket('udp4');
  socket.on('message', () => {
    datagrams += 1;
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const udp = `127.0.0.1:${socket.address().port}`;
  let pages: Readonly<Record<string, string>> = {};
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const part of request) body += part;
    const { host = '', cookie } = request.headers;
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    asked.push(`${host.replace(/:\d+$/, '')} ${path} ${body}`);
    if (path === '/never') return;
    const [status, headers] = own(path, other);
    const page = path === '/home' && cookie !== 'in=1' ? undefined : pages[path];
    response.writeHead(status ?? (page === undefined ? 404 : 200), headers).end(page);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.on('upgrade', (request, stream) => {
    asked.push(`${request.headers.host} upgrade`);
    stream.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const other = `http://localhost:${port}`;
  pages = pagesOf(other, udp);
  return {
    url: `http://127.0.0.1:${port}`,
    other,
    asked,
    udp: { url: udp, count: () => datagrams },
    close: async () => {
      socket.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
