/** cut (POSIX): `-d -f -c -b -s --complement --output-delimiter`. */
import { lines } from '../lines.ts';
import { coreutil, eachInput, parseOptions, UsageError, Writer } from './options.ts';

const LONG = {
  delimiter: '=d',
  fields: '=f',
  characters: '=c',
  bytes: '=b',
  'only-delimited': 's',
  complement: 'complement',
  'output-delimiter': '=output',
};

export const cut = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'd:f:c:b:sn', long: LONG });
  const fields = options.value('f');
  const list = fields ?? options.value('c') ?? options.value('b');
  if (list === undefined) throw new UsageError('you must specify a list of bytes, characters, or fields', 1);
  const delimiter = options.value('d') ?? '\t';
  if ([...delimiter].length > 1) throw new UsageError('the delimiter must be a single character', 1);
  const chosen = parseList(list, fields === undefined ? 'byte/character' : 'field');
  const keep = (position: number): boolean => chosen(position) !== options.has('complement');
  const glue = options.value('output') ?? (fields === undefined ? '' : delimiter);
  const writer = new Writer(process);
  const status = await eachInput(process, options.operands, async (input) => {
    for await (const { text } of lines(input, process.signal)) {
      if (fields !== undefined && !text.includes(delimiter)) {
        if (!options.has('s')) await writer.write(`${text}\n`);
        continue;
      }
      const pieces = fields === undefined ? [...text] : text.split(delimiter);
      await writer.write(`${pieces.filter((_, index) => keep(index + 1)).join(glue)}\n`);
    }
  });
  await writer.flush();
  return status;
});

function parseList(text: string, what: string): (position: number) => boolean {
  const ranges = text.split(/[, ]/).map((piece) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(piece);
    if (!match || (match[1] === '' && match[3] === ''))
      throw new UsageError(
        `invalid ${what === 'field' ? 'field value' : 'byte or character position'} ‘${piece}’`.replace(
          'invalid field value ‘-’',
          'invalid range with no endpoint: -',
        ),
        1,
      );
    if (match[1] === '0')
      throw new UsageError(
        what === 'field' ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1',
        1,
      );
    const from = Number(match[1] || 1);
    const to = match[2] === '' ? from : Number(match[3] || Infinity);
    if (to < from) throw new UsageError('invalid decreasing range', 1);
    return { from, to };
  });
  return (position) => ranges.some(({ from, to }) => position >= from && position <= to);
}
