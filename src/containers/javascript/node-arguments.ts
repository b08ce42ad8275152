/** The command line of node(1), as far as it is needed here. */
export type NodeArguments =
  | { run: 'file'; file: string; argv: string[] }
  | { run: 'code'; code: string; print: boolean; argv: string[] }
  | { run: 'say'; text: string; status: number };

/** Options that take the next word. */
const VALUED = new Set(['-r', '--require', '--import', '--loader', '-C', '--conditions', '--env-file', '--title']);

/** `argv` without the program's own name. */
export function nodeArguments(argv: readonly string[], version: string): NodeArguments {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '-v' || word === '--version') return { run: 'say', text: `${version}\n`, status: 0 };
    if (/^(-e|--eval|-p|--print|-pe)$/.test(word)) {
      const code = argv[at + 1];
      if (code === undefined) return { run: 'say', text: `node: ${word} requires an argument\n`, status: 9 };
      return { run: 'code', code, print: word !== '-e' && word !== '--eval', argv: ['node', ...argv.slice(at + 2)] };
    }
    if (VALUED.has(word)) at++;
    else if (!word.startsWith('-')) return { run: 'file', file: word, argv: argv.slice(at + 1) };
    else if (word === '--') continue;
    else if (!KNOWN.test(word)) return { run: 'say', text: `node: bad option: ${word}\n`, status: 9 };
  }
  // Simplified: its standard input is not read.
  return { run: 'say', text: '', status: 0 };
}

const KNOWN =
  /^--(inspect|max[-_]|trace|no-|enable|disable|experimental|preserve|use|unhandled|throw|stack|expose|harmony|env-file=|require=|import=|watch|title=|input-type)/;
