/** curl on the laptop: the containers' own; without a simulated network it says plainly what it cannot reach. */
import { curl as containerCurl } from '../../containers/programs/curl.ts';
import type { Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';
import type { Loopback } from '../local-ports.ts';

export function curl(options: WorkstationOptions, loopback: Loopback): Program {
  if (options.wire) return containerCurl;
  return async (process) => {
    if (process.argv.slice(1).some((word) => !word.startsWith('-') && isLocal(loopback, word))) {
      return containerCurl(process);
    }
    await process.stderr.write(
      'curl: (7) this terminal lives in a web page and cannot reach the network of a real cluster.\nUse the curl of your own machine, or kubectl get --raw /api/v1/namespaces/NAMESPACE/services/NAME/proxy/\n',
    );
    return 7;
  };
}

function isLocal(loopback: Loopback, word: string): boolean {
  try {
    return loopback.isLocal(word);
  } catch {
    return false;
  }
}
