/** The modules of Node.js there are, as source that runs within the sandbox. To add one: its source and a line here. */
import { fetchModule, httpModule } from './http.ts';
import { moduleModule } from './module.ts';
import { cryptoModule, dnsModule, fsModule, osModule } from './outside.ts';
import { assertModule, eventsModule, pathModule, querystringModule, streamModule } from './plain.ts';
import { consoleModule, processModule } from './process.ts';
import { bufferModule, stringDecoderModule, urlModule, utilModule } from './text.ts';

const alias = (of: string): string => `(function (exported, builtin) { exported.exports = ${of}; })`;

const BUILTINS: Readonly<Record<string, string>> = {
  assert: assertModule,
  'assert/strict': alias("builtin('assert')"),
  buffer: bufferModule,
  console: consoleModule,
  crypto: cryptoModule,
  dns: dnsModule,
  'dns/promises': alias("builtin('dns').promises"),
  events: eventsModule,
  fs: fsModule,
  'fs/promises': alias("builtin('fs').promises"),
  http: httpModule,
  https: alias("builtin('http')"),
  module: moduleModule,
  os: osModule,
  path: pathModule,
  process: processModule,
  querystring: querystringModule,
  stream: streamModule,
  string_decoder: stringDecoderModule,
  url: urlModule,
  util: utilModule,
};

/** Within the sandbox only. */
const HIDDEN: Readonly<Record<string, string>> = { fetch: fetchModule };

/** Made by the core itself. */
const CORE_MODULES: readonly string[] = ['perf_hooks', 'timers', 'timers/promises'];

/** Node.js has these, Tidepool does not. */
const ABSENT: readonly string[] =
  'async_hooks child_process cluster dgram diagnostics_channel domain http2 inspector net readline repl tls tty v8 vm worker_threads zlib'.split(
    ' ',
  );

/** What `require` knows by itself. */
export const builtinNames: readonly string[] = [...Object.keys(BUILTINS), ...CORE_MODULES, ...ABSENT];

/** Undefined where Node.js has none either; throws where only Tidepool lacks it. */
export function builtinSource(name: string): string | undefined {
  if (ABSENT.includes(name)) throw new Error(`Tidepool does not simulate the module '${name}' of Node.js`);
  for (const sources of [BUILTINS, HIDDEN]) if (Object.hasOwn(sources, name)) return sources[name];
  return undefined;
}
