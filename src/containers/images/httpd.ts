/** docker.io/library/httpd: Apache, serving /usr/local/apache2/htdocs on 80. */
import type { ServerContainer } from '../container.ts';
import { type HttpRequest, type HttpResponse, byteLength, logDate } from '../http.ts';
import { httpServer, text } from './http-server.ts';

const ROOT = '/usr/local/apache2/htdocs';
const MISSING = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`;

function answer({ method, path, remote }: HttpRequest, container: ServerContainer): HttpResponse {
  const [asked = '/'] = path.split('?');
  const file = `${ROOT}${asked.endsWith('/') ? `${asked}index.html` : asked}`;
  const found = container.fs.stat(file)?.type === 'file';
  const body = found ? container.fs.readFile(file) : MISSING;
  const answered = text(container, body, found ? 200 : 404);
  container.log(
    `${remote} - - [${logDate(container.clock.now())}] "${method} ${path} HTTP/1.1" ${answered.status} ${byteLength(body)}\n`,
  );
  return { ...answered, headers: { ...answered.headers, server: 'Apache/2.4.65 (Unix)', 'content-type': 'text/html' } };
}

export const httpd = httpServer({
  repository: 'docker.io/library/httpd',
  tags: /^(latest|alpine|2|2\.[24](\.\d+)?)(-(alpine|bookworm|bullseye|trixie))?$/,
  cmd: ['httpd-foreground'],
  programs: ['httpd-foreground', 'httpd'],
  port: () => 80,
  busy: (port) =>
    `(98)Address already in use: AH00072: make_sock: could not bind to address [::]:${port}\nno listening sockets available, shutting down\n`,
  banner: ({ namespace }) =>
    `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${namespace.ip}. Set the 'ServerName' directive globally to suppress this message\n`,
  answer,
  files: { [`${ROOT}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n' },
  size: 45_600_000,
  workingDir: '/usr/local/apache2',
});
