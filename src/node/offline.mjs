/**
 * A Vite plugin that makes the built page work offline after the first visit: it writes a service worker that knows
 * every file of the build. A library would do it too, but brings three hundred packages for these few lines.
 */
import { createHash } from 'node:crypto';

/** Runs in the browser. `FILES` and `VERSION` are put before it; file names are relative to the worker's own place. */
const worker = () => {
  /* global FILES, VERSION */
  const cacheName = `tidepool-${VERSION}`;
  self.addEventListener('install', (event) => {
    event.waitUntil(
      caches
        .open(cacheName)
        .then((cache) => cache.addAll(FILES))
        .then(() => self.skipWaiting()),
    );
  });
  self.addEventListener('activate', (event) => {
    const drop = (names) => Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
    event.waitUntil(
      caches
        .keys()
        .then(drop)
        .then(() => self.clients.claim()),
    );
  });
  self.addEventListener('fetch', (event) => {
    if (event.request.method !== 'GET' || new URL(event.request.url).origin !== location.origin) return;
    // The network first for the page itself, so that a new version is seen; files with a hash in their name never change.
    const page = event.request.mode === 'navigate';
    const cached = () => caches.match(event.request, { ignoreSearch: page, ignoreVary: true });
    event.respondWith(
      page ? fetch(event.request).catch(cached) : cached().then((found) => found ?? fetch(event.request)),
    );
  });
};

export function offline() {
  return {
    name: 'tidepool-offline',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const needed = Object.keys(bundle).filter((file) => !file.endsWith('.map') && file !== 'index.html');
      const files = ['./', './favicon.svg', ...needed].sort();
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      const source = `const FILES=${JSON.stringify(files)};const VERSION=${JSON.stringify(version)};(${worker})();\n`;
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
