/** docker.io/alicek106/*: the images of "Start Docker/Kubernetes". */
import type { Image } from '../image.ts';
import { httpServer, text } from './http-server.ts';
import { distribution } from './distributions.ts';

const page = (hostname: string): string => `<!DOCTYPE html>
<meta charset="utf-8" />
<html>
<head>
\t<title>You accessed to Pod or Container</title>
</head>
<body>
\t<blockquote>
\t<p>Hello,  ${hostname}</p>\t</blockquote>
</body>
</html>
`;

export const alicek106Images: readonly Image[] = [
  httpServer({
    repository: 'docker.io/alicek106/rr-test',
    tags: /^(latest|echo-hostname)$/,
    entrypoint: ['apache2-foreground'],
    programs: ['apache2-foreground'],
    port: () => 80,
    line: ({ remote, method, path, headers }) =>
      `${remote} - - "${method} ${path} HTTP/1.1" 200 - "-" "${headers['user-agent'] ?? '-'}"\n`,
    answer(_, container) {
      const answered = text(container, page(container.hostname));
      return { ...answered, headers: { ...answered.headers, 'content-type': 'text/html; charset=UTF-8' } };
    },
    size: 139_000_000,
  }),
  distribution({
    repository: 'docker.io/alicek106/ubuntu',
    tags: /^(latest|curl)$/,
    cmd: ['/bin/bash'],
    size: 62_000_000,
  }),
];
