/** curl on the laptop: the containers' own; without a simulated network it says plainly what it cannot reach. */
import { curl as containerCurl } from '../../containers/programs/curl.ts';
import type { Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';

export function curl(options: WorkstationOptions): Program {
  if (options.wire) return containerCurl;
  return async (process) => {
    await process.stderr.write(
      'curl: (7) this terminal lives in a web page and cannot reach the network of a real cluster.\nUse the curl of your own machine, or kubectl get --raw /api/v1/namespaces/NAMESPACE/services/NAME/proxy/\n',
    );
    return 7;
  };
}
