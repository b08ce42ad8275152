/** Runs a TypeScript root in this process: `node run.mjs FILE [arguments]`. */
import events from 'node:events';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

register();
// A signal that ends a shell ends all that it runs: many listeners are no leak.
events.defaultMaxListeners = 0;
const [file, ...rest] = process.argv.slice(2);
process.argv.splice(1, process.argv.length - 1, file, ...rest);
await import(pathToFileURL(file).href);
