/** md5sum, sha1sum and sha256sum (GNU): `-c` checks what they wrote. */
import { encodeText } from '../bytes.ts';
import { digest, type DigestName } from '../digest.ts';
import { readAll } from '../lines.ts';
import type { Program } from '../process.ts';
import { complain, coreutil, errorText, openInput, parseOptions } from './options.ts';

const sum = (name: DigestName): Program =>
  coreutil(async (process) => {
    const options = parseOptions(process.argv, { short: 'cbts', long: { check: 'c', status: 's', quiet: 's' } });
    const of = async (file: string): Promise<string> =>
      digest(name, encodeText(await readAll(openInput(process, file), process.signal)));
    let status = 0;
    for (const file of options.operands.length === 0 ? ['-'] : options.operands) {
      try {
        if (!options.has('c')) {
          await process.stdout.write(`${await of(file)}  ${file}\n`);
          continue;
        }
        const list = await readAll(openInput(process, file), process.signal);
        for (const [, wanted, checked] of list.matchAll(/^([0-9a-f]+) [ *](.+)$/gm)) {
          const fine = (await of(checked!)) === wanted;
          if (!fine) status = 1;
          if (!options.has('s')) await process.stdout.write(`${checked}: ${fine ? 'OK' : 'FAILED'}\n`);
        }
      } catch (error) {
        status = await complain(process, `${file}: ${errorText(error)}`);
      }
    }
    return status;
  });

export const md5sum = sum('md5');
export const sha1sum = sum('sha1');
export const sha256sum = sum('sha256');
