/** cat (GNU): `-n -b -s -E -T -A`. */
import { lines, readChunk } from '../lines.ts';
import { coreutil, eachInput, parseOptions } from './options.ts';

const LONG = {
  number: 'n',
  'number-nonblank': 'b',
  'squeeze-blank': 's',
  'show-ends': 'E',
  'show-tabs': 'T',
  'show-all': 'A',
};

export const cat = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'nbsETAveu', long: LONG });
  const plain = !options.has('n', 'b', 's', 'E', 'T', 'A', 'e');
  let count = 0;
  let blank = false;
  return eachInput(process, options.operands, async (input) => {
    if (plain) {
      for (
        let chunk = await readChunk(input, process.signal);
        chunk !== undefined;
        chunk = await readChunk(input, process.signal)
      )
        await process.stdout.write(chunk);
      return;
    }
    for await (const line of lines(input, process.signal)) {
      const empty = line.text === '';
      if (empty && blank && options.has('s')) continue;
      blank = empty;
      const numbered = options.has('b') ? !empty : options.has('n');
      let text = options.has('T', 'A') ? line.text.replaceAll('\t', '^I') : line.text;
      if (options.has('E', 'A', 'e') && line.ended) text += '$';
      await process.stdout.write(
        `${numbered ? `${String(++count).padStart(6)}\t` : ''}${text}${line.ended ? '\n' : ''}`,
      );
    }
  });
});
