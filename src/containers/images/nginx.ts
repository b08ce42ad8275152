/** docker.io/library/nginx: the web server of most lessons, with its entry point's chatter, logs and pages. */
import { BASE_FILES, type Image } from '../image.ts';
import { curl } from '../programs/curl.ts';
import { startNginx } from '../programs/nginx.ts';
import { wget } from '../programs/wget.ts';

/** Minor version → newest patch. */
const PATCHES: Readonly<Record<string, number>> = {
  '1.7': 12,
  '1.8': 1,
  '1.9': 15,
  '1.10': 3,
  '1.11': 13,
  '1.12': 2,
  '1.13': 12,
  '1.14': 2,
  '1.15': 12,
  '1.16': 1,
  '1.17': 10,
  '1.18': 0,
  '1.19': 10,
  '1.20': 2,
  '1.21': 6,
  '1.22': 1,
  '1.23': 4,
  '1.24': 0,
  '1.25': 5,
  '1.26': 3,
  '1.27': 5,
  '1.28': 0,
  '1.29': 3,
};
const MAINLINE = '1.29.3';
const STABLE = '1.28.0';
const TAG =
  /^(?:(latest|mainline|stable)|(\d+(?:\.\d+){0,2}))?(?:(?:^|-)(alpine|bookworm|bullseye|trixie))?(?:-(?:perl|slim|otel))?$/;

/** `1.27-alpine` → `1.27.5`; undefined when there is no such tag. */
export function nginxVersion(tag: string): string | undefined {
  const match = TAG.exec(tag);
  if (!match || tag === '') return undefined;
  const [, channel, version] = match;
  if (version === undefined) return channel === 'stable' ? STABLE : MAINLINE;
  const [major, minor, patch] = version.split('.');
  if (major !== '1') return undefined;
  if (minor === undefined) return MAINLINE;
  const newest = PATCHES[`1.${minor}`];
  if (newest === undefined || Number(patch ?? 0) > newest) return undefined;
  return `1.${minor}.${patch ?? newest}`;
}

const INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const ERROR_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p>If you are the system administrator of this resource then you should check
the error log for details.</p>
<p><em>Faithfully yours, nginx.</em></p>
</body>
</html>
`;

const MAIN_CONF = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`;

const DEFAULT_CONF = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const ENTRYPOINT = `#!/bin/sh
# vim:sw=4:ts=4:et

set -e

exec "$@"
`;

export const nginx: Image = {
  repository: 'docker.io/library/nginx',
  hasTag: (tag) => nginxVersion(tag) !== undefined,
  files: () => ({
    ...BASE_FILES,
    '/docker-entrypoint.sh': ENTRYPOINT,
    '/docker-entrypoint.d/': '',
    '/etc/nginx/nginx.conf': MAIN_CONF,
    '/etc/nginx/conf.d/default.conf': DEFAULT_CONF,
    '/usr/sbin/nginx': '',
    '/usr/share/nginx/html/index.html': INDEX,
    '/usr/share/nginx/html/50x.html': ERROR_PAGE,
    '/var/log/nginx/': '',
    '/var/cache/nginx/': '',
  }),
  env: (tag) => ({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    NGINX_VERSION: nginxVersion(tag) ?? MAINLINE,
  }),
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  exposedPorts: [80],
  size: (tag) => (tag.includes('alpine') ? 21_698_400 : 72_229_140),
  memory: 8 * 1024 * 1024,
  stopSignal: 'QUIT',
  shell: true,
  wrapper: 'docker-entrypoint.sh',
  programs: {
    nginx: { kind: 'server', start: (container) => startNginx(container, nginxVersion) },
    curl: { kind: 'command', run: curl },
    wget: { kind: 'command', run: wget },
  },
};
