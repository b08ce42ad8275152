/** kubectl as a program of the laptop: hands a Process to kubectl/run.ts in the form that it knows. */
import { runKubectl } from '../../kubectl/run.ts';
import type { KubectlIO } from '../../kubectl/io.ts';
import { resolvePath } from '../../shell/path.ts';
import { FileError } from '../../shell/filesystem.ts';
import { readChunk } from '../../shell/lines.ts';
import type { Process, Program } from '../../shell/process.ts';
import { createTextDecoder, encodeText } from '../../shell/bytes.ts';
import type { WorkstationOptions } from '../laptop.ts';
import type { Loopback } from '../local-ports.ts';

export function kubectl(options: WorkstationOptions, loopback: Loopback): Program {
  const discovered = {};
  return async (process) => {
    if (options.callTime) await process.machine.clock.sleep(options.callTime, process.signal);
    const status = await runKubectl(process.argv.slice(1), {
      ...kubectlIO(process, options),
      ports: loopback.ports,
      discovered,
    });
    // Interrupted (`get -w` ended by Ctrl-C), it did not end by itself: the shell then tells 128 + signal.
    process.signal.throwIfAborted();
    return status;
  };
}

/** Also what completion asks the cluster with. */
export function kubectlIO(process: Process, options: WorkstationOptions): KubectlIO {
  const { fs, clock } = process.machine;
  const absolute = (path: string): string => resolvePath(process.cwd, path);
  const { edit } = options;
  const { spawn } = process;
  return {
    fetch: options.fetch,
    ...(options.stream ? { stream: options.stream } : {}),
    clock,
    text: {
      decoder: () => {
        const { decode } = createTextDecoder();
        return decode;
      },
      encode: encodeText,
    },
    files: {
      read: (path) => fs.readFile(absolute(path)),
      write: (path, text) => {
        const target = absolute(path);
        const parent = target.slice(0, target.lastIndexOf('/')) || '/';
        if (!fs.stat(parent)) fs.makeDirectory(parent, { recursive: true });
        fs.writeFile(target, text);
      },
      remove: (path) => fs.remove(absolute(path)),
      list: (path) => {
        try {
          return fs.readDirectory(absolute(path));
        } catch (error) {
          if (error instanceof FileError) return undefined;
          throw error;
        }
      },
    },
    env: process.env,
    stdin: {
      isTerminal: process.stdin.isTerminal,
      read: (signal) => readChunk(process.stdin, signal),
      ...(process.stdin.control ? { control: process.stdin.control } : {}),
    },
    stdout: process.stdout,
    stderr: process.stderr,
    signal: process.signal,
    ...(process.terminal ? { terminal: process.terminal } : {}),
    ...(spawn ? { spawn: (argv, streams) => spawn(argv, streams) } : {}),
    ...(edit ? { edit: (path: string) => edit(absolute(path)) } : {}),
  };
}
