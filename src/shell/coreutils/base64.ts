/** base64 (GNU): `-d`, `-w`. */
import { decodeText, encodeText } from '../bytes.ts';
import { readAll } from '../lines.ts';
import { complain, coreutil, openInput, parseOptions } from './options.ts';

export const base64 = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'dDiw:', long: { decode: 'd', wrap: '=w' } });
  const text = await readAll(openInput(process, options.operands[0] ?? '-'), process.signal);
  if (options.has('d', 'D')) {
    const clean = text.replace(/\s/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.length % 4 === 1) return complain(process, 'invalid input');
    await process.stdout.write(decodeText(Uint8Array.from(atob(clean), (char) => char.charCodeAt(0))));
    return 0;
  }
  const bytes = encodeText(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const encoded = btoa(binary);
  const width = Number(options.value('w') ?? 76);
  await process.stdout.write(width === 0 ? encoded : encoded.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n'));
  return 0;
});
